import "#test/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { deliverReplies } from "#lib/inbox/delivery.ts";
import { memoryHeld } from "#test/memory.ts";
import { control } from "#test/simulator.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { customerWrites, IG_ID, LENA, openScene, runJobs, type Scene, shown, TOM, write } from "./scene.ts";

/** The deadline of a send is 20 s: these wait for it side by side. */
const PATIENT = { timeout: 60_000 };

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});

describe.concurrent("an answer that does not come", () => {
  test(
    "F20 Instagram accepts and never answers: checking, then sent by its echo, exactly one accept",
    PATIENT,
    async () => {
      await control("POST", "/faults", {
        match: { endpoint: "messages", recipient: TOM },
        accept: true,
        result: "hang",
      });
      const conversationId = await customerWrites(TOM);
      await write({ ...scene, conversationId }, "To Tom");
      const began = Date.now();
      await deliverReplies(conversationId);
      expect(Date.now() - began).toBeLessThan(22_000);
      expect(await shown(conversationId)).toEqual([["To Tom", "unconfirmed", "timeout"]]);

      const [send, ...others] = await sendsTo(TOM);
      expect(others).toEqual([]);
      await deliver(bodyOf(IG_ID, [wire(IG_ID, TOM, Date.now()).echo(0, send?.mid ?? "", "To Tom")]));
      expect(await shown(conversationId)).toEqual([["To Tom", "sent", null]]);
      await deliverReplies(conversationId);
      expect(await sendsTo(TOM)).toHaveLength(1);
    },
  );

  test("F22 Instagram accepts and answers for ten minutes, or without end: given up in time, found, sent, memory flat", {
    ...PATIENT,
  }, async () => {
    const match = { endpoint: "messages", recipient: LENA };
    const before = memoryHeld();
    await control("POST", "/faults", { match, accept: true, result: "slow", slow_ms: 600_000 });
    await write(scene, "slowly");
    await deliverReplies(scene.conversationId);
    expect(await shown(scene.conversationId)).toEqual([["slowly", "unconfirmed", "timeout"]]);
    await runJobs("confirm-reply");
    expect(await shown(scene.conversationId)).toEqual([["slowly", "sent", null]]);

    const [unreadable, lost] = ["unreadable_answer", "connection_lost"];
    const answers = { endless: unreadable, huge: unreadable, endless_headers: lost };
    for (const [result, reason] of Object.entries(answers)) {
      await control("POST", "/faults", { match, accept: true, result });
      await write(scene, result);
      await deliverReplies(scene.conversationId);
      expect((await shown(scene.conversationId)).at(-1)).toEqual([result, "unconfirmed", reason]);
      await runJobs("confirm-reply");
    }
    expect((await shown(scene.conversationId)).map(([, status]) => status)).toEqual(Array(4).fill("sent"));
    expect(await sendsTo(LENA)).toHaveLength(4);
    expect(memoryHeld() - before).toBeLessThan(150 * 1024 * 1024);
  });
});

function sendsTo(igsid: string) {
  return control<{ mid: string; accepted: boolean }[]>("GET", `/ledger?recipient=${igsid}`);
}
