import { refuse } from "./errors.ts";
import { Wrong } from "./http.ts";
import { scopedId, threadId } from "./ids.ts";
import type { Account, Customer, Message, Thread } from "./state.ts";
import type { World } from "./store.ts";

/** The account under any of its names: Instagram id, app-scoped id or username. */
export function accountBy(world: World, name: string | null): Account | null {
  return world.state.accounts.find((one) => [one.user_id, one.id, one.username].includes(name ?? "")) ?? null;
}

/** The account a control call means: the one named, else the first connected one, else the first. */
export function accountOrDefault(world: World, name: string | null): Account {
  if (name) {
    const account = accountBy(world, name);
    if (!account) throw new Wrong(`there is no account ${name}`);
    return account;
  }
  const connected = world.state.accounts.find((one) => isConnected(world, one));
  const first = connected ?? world.state.accounts[0];
  if (!first) throw new Wrong("there is no account");
  return first;
}

/** Connected: the app holds a usable long-lived token. */
export function isConnected(world: World, account: Account): boolean {
  return world.state.tokens.some(
    (one) => one.account === account.user_id && one.kind === "long" && !one.invalid && one.expires_at > world.now(),
  );
}

export function customerBy(world: World, name: string): Customer | null {
  const { customers } = world.state;
  return (
    customers.find((one) => one.igsid === name || one.username === name || Object.values(one.igsids).includes(name)) ??
    null
  );
}

/** The customer whom this account knows under this IGSID; another account's id of the same person does not count. */
export function customerOf(world: World, account: Account, igsid: string): Customer | null {
  return world.state.customers.find((one) => one.igsids[account.user_id] === igsid) ?? null;
}

/** The id under which the account knows the customer; the first account met gets the base id, later ones another. */
export function igsidFor(customer: Customer, account: Account): string {
  const known = customer.igsids[account.user_id];
  if (known) return known;
  const made = Object.keys(customer.igsids).length === 0 ? customer.igsid : scopedId();
  customer.igsids[account.user_id] = made;
  return made;
}

export function threadOf(world: World, account: Account, customer: Customer): Thread | null {
  const { threads } = world.state;
  return threads.find((one) => one.account === account.user_id && one.customer === customer.igsid) ?? null;
}

export function openThread(world: World, account: Account, customer: Customer): Thread {
  const existing = threadOf(world, account, customer);
  if (existing) return existing;
  const thread: Thread = {
    id: threadId(),
    account: account.user_id,
    customer: customer.igsid,
    last_inbound_at: null,
    updated_at: world.now(),
    owner: "app",
    business_seen_mid: null,
    business_typing_until: 0,
    messages: [],
  };
  igsidFor(customer, account);
  world.state.threads.push(thread);
  return thread;
}

export type Place = { thread: Thread; account: Account; customer: Customer };

/** A thread with both its people; throws when the state is torn. */
export function placeOf(world: World, thread: Thread): Place {
  const account = accountBy(world, thread.account);
  const customer = world.state.customers.find((one) => one.igsid === thread.customer);
  if (!account || !customer) throw refuse("unknown");
  return { thread, account, customer };
}

export function messageIn(thread: Thread, mid: string): Message | null {
  return thread.messages.findLast((one) => one.mid === mid) ?? null;
}
