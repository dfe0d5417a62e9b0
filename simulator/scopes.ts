/** The permissions Instagram Login knows, as its page words them. */
export const SCOPES: Record<string, string> = {
  instagram_business_basic: "View your profile info and media",
  instagram_business_manage_messages: "Access and manage your messages",
  instagram_business_manage_comments: "Access and manage your comments",
  instagram_business_content_publish: "Create and share posts",
  instagram_business_manage_insights: "View your insights",
};
