import type { CommentEvent } from "./events.ts";
import { asId, asText, type Json, own } from "./json.ts";
import { commonOf, contentKey, type Envelope } from "./webhook-envelope.ts";

/** A comment, live comment or mention (facts 2.7). */
export function readComment(change: Json, field: CommentEvent["field"], envelope: Envelope): CommentEvent {
  const value = own(change, "value");
  const igId = envelope.igId ?? "";
  const commentId = asId(own(value, "id")) ?? asId(own(value, "comment_id"));
  const fromId = asId(own(value, "from", "id"));
  const byAccount = fromId !== null && fromId === envelope.igId;
  const key = commentId === null ? contentKey(field, change) : `comment:${field}:${commentId}`;
  return {
    ...commonOf(change, envelope, { igId, key, contactIgsid: byAccount ? null : fromId }),
    kind: "comment",
    field,
    commentId,
    parentId: asId(own(value, "parent_id")),
    text: asText(own(value, "text")),
    from: own(value, "from") === undefined ? null : { id: fromId, username: asText(own(value, "from", "username")) },
    media: readMedia(value),
    byAccount,
  };
}

function readMedia(value: Json | undefined): CommentEvent["media"] {
  const media = own(value, "media");
  const id = asId(own(media, "id")) ?? asId(own(value, "media_id"));
  if (media === undefined && id === null) return null;
  return {
    id,
    productType: asText(own(media, "media_product_type")),
    adId: asId(own(media, "ad_id")),
    adTitle: asText(own(media, "ad_title")),
  };
}
