// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Command, listCommands, useCommandKeys, useCommands } from "./commands.ts";

const run = vi.fn<(id: string) => void>();

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  run.mockClear();
});

test("a key does what its command says, not while somebody types or a dialog lies on top", async () => {
  const user = userEvent.setup();
  const { getByRole } = render(
    <Commands commands={[command("done", ["e"]), command("palette", ["mod+k"])]}>
      <textarea aria-label="Reply" />
      <div role="dialog">
        <button type="button">Close</button>
      </div>
    </Commands>,
  );
  await user.keyboard("e");
  expect(run.mock.calls).toEqual([["done"]]);
  getByRole("textbox").focus();
  await user.keyboard("e");
  expect(run).toHaveBeenCalledTimes(1);
  await user.keyboard("{Control>}k{/Control}");
  expect(run).toHaveBeenLastCalledWith("palette");
  getByRole("button").focus();
  await user.keyboard("e{Control>}k{/Control}");
  expect(run).toHaveBeenCalledTimes(2);
});

test("of two with one key the later one counts, for as long as it is there", async () => {
  const user = userEvent.setup();
  const list = <Commands commands={[command("below", ["e"])]} />;
  const { rerender } = render(
    <>
      {list}
      <Offer commands={[command("above", ["e"])]} />
    </>,
  );
  await user.keyboard("e");
  rerender(list);
  await user.keyboard("e");
  expect(run.mock.calls).toEqual([["above"], ["below"]]);
  expect(listCommands().map(({ id }) => id)).toEqual(["below"]);
});

test("single keys can be switched off, those with a modifier stay", async () => {
  const user = userEvent.setup();
  localStorage.setItem("single-keys", "off");
  render(<Commands commands={[command("done", ["e"]), command("palette", ["mod+k"])]} />);
  await user.keyboard("e{Control>}k{/Control}");
  expect(run.mock.calls).toEqual([["palette"]]);
});

function command(id: string, keys: string[]): Command {
  return { id, group: "conversation", title: id, keys, run: () => run(id) };
}

function Commands({ commands, children }: { commands: Command[]; children?: React.ReactNode }) {
  useCommandKeys();
  useCommands(commands);
  return children;
}

function Offer({ commands }: { commands: Command[] }) {
  useCommands(commands);
  return null;
}
