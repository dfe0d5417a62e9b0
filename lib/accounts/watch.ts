import { judgeSilence } from "./silence.ts";
import { checkSubscriptions } from "./subscriptions.ts";

/** The regular look at every account: whether Instagram still sends its messages, and whether they arrive. */
export async function watchAccounts(): Promise<void> {
  await checkSubscriptions();
  await judgeSilence();
}
