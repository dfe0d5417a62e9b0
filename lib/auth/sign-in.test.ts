import "#test/database.ts";
import { hash } from "@node-rs/argon2";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { members } from "#db/schema/index.ts";
import { hashPassword } from "#lib/passwords.ts";
import { makeMember } from "#test/factories.ts";
import { authenticate } from "./sign-in.ts";

const password = "a lantern on the pier";
/** Made cheaply, and so cheap to compare with: hundreds of guesses need not cost what one of a stranger does. */
const cheapHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
const here = "192.0.2.7";
let id = "";
let email = "";

beforeEach(async () => {
  await db.execute("truncate sign_in_attempts");
  const member = await makeMember({
    email: `ada-${crypto.randomUUID()}@example.com`,
    passwordHash: cheapHash,
  });
  ({ id, email } = member);
});

const guess = (address: string, text: string, ip = here) =>
  authenticate({ email: address, password: text }, ip).then(
    () => "right",
    (error) => error.code,
  );
const repeat = async (times: number, run: (index: number) => Promise<string>) => {
  const outcomes: string[] = [];
  for (let index = 0; index < times; index++) outcomes.push(await run(index));
  return outcomes;
};
const passMinutes = (minutes: number) =>
  db.execute(sql`update sign_in_attempts set blocked_until = blocked_until - make_interval(mins => ${minutes})`);

test("email and password find the member, however the address is spelled", async () => {
  expect(await authenticate({ email, password }, here)).toBe(id);
  expect(await authenticate({ email: `  ${email.toUpperCase()} `, password }, here)).toBe(id);
});

test("unknown, wrong, removed and unreadable all sound alike", async () => {
  expect(await guess(email, "wrong")).toBe("wrong_credentials");
  expect(await guess("nobody@example.com", password)).toBe("wrong_credentials");
  expect(await guess(email.replace("@", "＠"), password)).toBe("wrong_credentials");
  expect(await guess("\u0000", "\u0000")).toBe("wrong_credentials");
  expect(await guess(email, "x".repeat(5_000))).toBe("wrong_credentials");
  await db.update(members).set({ removedAt: new Date() });
  expect(await guess(email, password)).toBe("wrong_credentials");
});

test("after ten wrong guesses the right one is refused too, a known address like an unknown one", async () => {
  for (const address of [email, "nobody@example.com"]) {
    expect(await repeat(10, () => guess(address, "wrong"))).toEqual(new Array(10).fill("wrong_credentials"));
    expect(await guess(address, "wrong")).toBe("too_many_attempts");
    expect(await guess(address.toUpperCase(), password, "203.0.113.9")).toBe("too_many_attempts");
  }
});

test("the pause ends, doubles with the next wrong guess, and is forgotten with the right one", async () => {
  await repeat(10, () => guess(email, "wrong"));
  await passMinutes(1);
  expect(await guess(email, "wrong")).toBe("wrong_credentials");
  await passMinutes(1);
  expect(await guess(email, password)).toBe("too_many_attempts");
  await passMinutes(1);
  expect(await guess(email, password)).toBe("right");
  expect(await repeat(9, () => guess(email, "wrong"))).not.toContain("too_many_attempts");
  expect(await guess(email, password)).toBe("right");
});

test("the pause never grows beyond a quarter of an hour", async () => {
  await repeat(10, () => guess(email, "wrong"));
  for (let round = 0; round < 20; round++) {
    await passMinutes(15);
    expect(await guess(email, "wrong")).toBe("wrong_credentials");
  }
  await passMinutes(15);
  expect(await guess(email, password)).toBe("right");
});

test("forty guesses at once are still ten", async () => {
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => guess(email, "wrong")));
  expect(outcomes.filter((outcome) => outcome === "wrong_credentials")).toHaveLength(10);
});

test("one network gets a hundred wrong guesses over all addresses; others go on", async () => {
  const outcomes = await repeat(105, async (index) => {
    const address = `person-${index}@example.com`;
    // Every tenth is nobody's.
    if (index % 10 > 0) await makeMember({ email: address, passwordHash: cheapHash });
    return guess(address, "wrong");
  });
  expect(outcomes.indexOf("too_many_attempts")).toBe(100);
  expect(await guess(email, password)).toBe("too_many_attempts");
  expect(await guess(email, password, "198.51.100.4")).toBe("right");
});

test("people who sign in rightly all day are not counted against their network", async () => {
  const outcomes = await repeat(120, () => guess(email, password));
  expect(new Set(outcomes)).toEqual(new Set(["right"]));
});

test("a refused address does not use up its network", async () => {
  await repeat(10, () => guess(email, "wrong"));
  await repeat(200, () => guess(email, "wrong"));
  expect(await guess("somebody@example.com", "wrong")).toBe("wrong_credentials");
});

test("unknown addresses take as long as known ones", async () => {
  await db
    .update(members)
    .set({ passwordHash: await hashPassword(password, "") })
    .where(eq(members.id, id));
  const time = async (address: string) => {
    const start = performance.now();
    await guess(address, "wrong");
    return performance.now() - start;
  };
  const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 9; round++) {
    known.push(await time(email));
    unknown.push(await time(`nobody-${round}@example.com`));
  }
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  expect(median(unknown) / median(known)).toBeLessThan(2);
});
