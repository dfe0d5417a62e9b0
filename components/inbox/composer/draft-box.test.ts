import { beforeEach, expect, test, vi } from "vitest";
import { createDraftBox, type DraftContent, type DraftDoors, EMPTY, type ListedDraft, now } from "./draft-box.ts";

type Saved = Parameters<DraftDoors["save"]>[0];

/** A server with one member's drafts, as lib/teamwork/drafts.ts keeps them. */
function makeServer() {
  const rows = new Map<string, DraftContent & { version: number }>();
  let isAway = false;
  return {
    rows,
    goAway: (away: boolean) => {
      isAway = away;
    },
    save: vi.fn(async ({ id, expectedVersion, text, replyToMid }: Saved) => {
      await Promise.resolve();
      if (isAway) throw new TypeError("Failed to fetch");
      const known = rows.get(id);
      if (known && known.version !== expectedVersion) return { outcome: "conflict" as const, draft: known };
      if (text.trim() === "") {
        rows.delete(id);
        return { outcome: "saved" as const, draft: null };
      }
      const draft = { ...EMPTY, text, replyToMid, version: (known?.version ?? 0) + 1 };
      rows.set(id, draft);
      return { outcome: "saved" as const, draft };
    }),
    list: (): ListedDraft[] => [...rows].map(([id, draft]) => ({ id, ...draft })),
  };
}

function makeBrowser(server: ReturnType<typeof makeServer>, storage = new Map<string, string>()) {
  const pull = () => box.hear(server.list(), now());
  const box = createDraftBox({
    save: server.save,
    keep: (id, kept) => void (kept === null ? storage.delete(id) : storage.set(id, kept)),
    kept: () => [...storage],
    ask: pull,
  });
  return { box, storage, pull, text: () => box.get("a").content.text };
}

let server: ReturnType<typeof makeServer>;
const settle = () => vi.advanceTimersByTimeAsync(800);

beforeEach(() => {
  vi.useFakeTimers();
  server = makeServer();
  return () => vi.useRealTimers();
});

test("typing is saved now and then, not with every letter, and kept here until it is", async () => {
  const { box, storage } = makeBrowser(server);
  for (const text of ["H", "He", "Hel"]) box.change("a", { text });
  expect(storage.size).toBe(1);
  await settle();
  expect(server.save).toHaveBeenCalledOnce();
  expect(server.rows.get("a")).toMatchObject({ text: "Hel", version: 1 });
  expect(storage.size).toBe(0);
});

test("what is typed while a save is under way follows it", async () => {
  const { box } = makeBrowser(server);
  box.change("a", { text: "one" });
  await vi.advanceTimersByTimeAsync(700);
  box.change("a", { text: "one two" });
  await settle();
  await settle();
  expect(server.rows.get("a")).toMatchObject({ text: "one two", version: 2 });
});

test("another device sees it, goes on with it, and this one follows", async () => {
  const desk = makeBrowser(server);
  const phone = makeBrowser(server);
  desk.box.change("a", { text: "Hello" });
  await settle();
  phone.pull();
  expect(phone.text()).toBe("Hello");
  phone.box.change("a", { text: "Hello Lena" });
  await settle();
  desk.pull();
  expect(desk.text()).toBe("Hello Lena");
  phone.box.change("a", EMPTY);
  await settle();
  desk.pull();
  expect(desk.text()).toBe("");
});

test("written on two devices at once, both texts are there until a person decides", async () => {
  const desk = makeBrowser(server);
  const phone = makeBrowser(server);
  desk.box.change("a", { text: "From the desk" });
  phone.box.change("a", { text: "From the phone" });
  await settle();
  const [first, second] = server.rows.get("a")?.text === "From the desk" ? [desk, phone] : [phone, desk];
  expect(second.box.get("a")).toMatchObject({ content: { text: second.text() }, other: { text: first.text() } });
  second.box.change("a", { text: `${second.text()} …` });
  await settle();
  expect(server.rows.get("a")?.text).toBe(first.text());
  second.box.decide("a", false);
  await settle();
  expect(server.rows.get("a")?.text).toBe(second.text());
  first.pull();
  expect(first.text()).toBe(second.text());
});

test("taking the other text leaves nothing to decide and nothing to save", async () => {
  const desk = makeBrowser(server);
  server.rows.set("a", { ...EMPTY, text: "From the phone", version: 3 });
  desk.box.change("a", { text: "From the desk" });
  await settle();
  desk.box.decide("a", true);
  expect(desk.box.get("a")).toMatchObject({ content: { text: "From the phone" }, other: null });
  await settle();
  expect(server.rows.get("a")?.version).toBe(3);
});

test("nobody is asked where one text only continues the other", async () => {
  const desk = makeBrowser(server);
  server.rows.set("a", { ...EMPTY, text: "Hello", version: 3 });
  desk.box.change("a", { text: "Hello Lena" });
  await settle();
  await settle();
  expect(desk.box.get("a").other).toBeNull();
  expect(server.rows.get("a")).toMatchObject({ text: "Hello Lena", version: 4 });
});

test("offline it stays here, over a reload too, and is saved when the server is back", async () => {
  server.goAway(true);
  const first = makeBrowser(server);
  first.box.change("a", { text: "In the tunnel" });
  await settle();
  expect(server.rows.size).toBe(0);
  const later = makeBrowser(server, first.storage);
  expect(later.text()).toBe("In the tunnel");
  server.goAway(false);
  later.box.flush();
  await settle();
  expect(server.rows.get("a")?.text).toBe("In the tunnel");
  expect(later.storage.size).toBe(0);
});

test("while the server stays away it is tried again, less and less often", async () => {
  server.goAway(true);
  const { box } = makeBrowser(server);
  box.change("a", { text: "Hello" });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(server.save).toHaveBeenCalledTimes(4);
  server.goAway(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(server.rows.get("a")?.text).toBe("Hello");
});

test("a list that was asked for before the last save says nothing about it", async () => {
  const { box, text } = makeBrowser(server);
  const askedAt = now();
  const early = server.list();
  await vi.advanceTimersByTimeAsync(10);
  box.change("a", { text: "Hello" });
  await settle();
  box.hear(early, askedAt);
  expect(text()).toBe("Hello");
});

test("sent while a save is under way, nothing of it comes back", async () => {
  const { box, text, pull } = makeBrowser(server);
  box.change("a", { text: "Hello" });
  await vi.advanceTimersByTimeAsync(700);
  box.change("a", EMPTY);
  await settle();
  pull();
  expect(text()).toBe("");
  expect(server.rows.size).toBe(0);
});

test("what is taken back stands above what was begun meanwhile", () => {
  const { box } = makeBrowser(server);
  box.change("a", { text: "next" });
  box.restore("a", { ...EMPTY, text: "first" });
  expect(box.get("a").content.text).toBe("first\n\nnext");
});

test("reads what an earlier version kept", () => {
  const { text } = makeBrowser(server, new Map([["a", "plain words"]]));
  expect(text()).toBe("plain words");
});
