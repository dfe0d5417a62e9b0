import { reported, say } from "./report.ts";

/** The budgets of product.md that a figure answers; sizes in bytes, memory in MB, everything else in milliseconds. */
const BUDGETS: [what: string, figure: string, most: number][] = [
  ["webhook acknowledged at 50/s, p99", "webhook_ack_at_50_per_s_p99", 50],
  ["customer's message on an open screen, p50", "message_to_screen_p50", 100],
  ["customer's message on an open screen, p95", "message_to_screen_p95", 250],
  ["customer's message in an open browser among 50/s, p50", "message_to_browser_at_50_per_s_p50", 100],
  ["customer's message in an open browser among 50/s, p95", "message_to_browser_at_50_per_s_p95", 250],
  ["click on Send to the request at Instagram, p95", "click_to_instagram_p95", 150],
  ["a cached conversation opens, p50", "open_conversation_cached_p50", 50],
  ["a conversation never opened opens, p95", "open_conversation_first_p95", 150],
  ["a thread of 10 000 messages opens, p50", "open_long_thread_first_p50", 150],
  ["a frame while such a thread scrolls, p50", "scroll_up_loading_frame_p50", 17],
  ["all messages searched, p95", "search_p95", 100],
  ["JavaScript of the inbox", "inbox_javascript", 200_000],
  ["JavaScript with a conversation open", "conversation_javascript", 200_000],
  ["memory of app, worker and database, idle", "idle_memory", 500],
];

/** Says of each budget that was measured whether it holds. Absolute figures: they mean something on a quiet machine alone. */
export function sayBudgets(): void {
  for (const [what, figure, most] of BUDGETS) {
    const value = reported(figure);
    if (value === undefined) continue;
    say(`budget: ${what}: ${Number(value.toPrecision(4))} of ${most}, ${value < most ? "holds" : "DOES NOT HOLD"}`);
  }
}
