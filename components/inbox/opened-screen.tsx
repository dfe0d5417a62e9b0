"use client";
import ConversationPane from "./conversation-pane.tsx";
import { InboxScreen, type InboxScreenProps } from "./inbox-screen.tsx";

/** The inbox with a conversation opened by its address: all of it comes to life at once, so that none of it is drawn anew. */
export function OpenedScreen(props: InboxScreenProps) {
  return <InboxScreen {...props} Pane={ConversationPane} />;
}
