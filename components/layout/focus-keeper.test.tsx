// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { FocusKeeper } from "./focus-keeper.tsx";

afterEach(cleanup);

function Page({ rows, isAsking = false }: { rows: string[]; isAsking?: boolean }) {
  return (
    <main>
      <FocusKeeper />
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <button type="button">Delete {row}</button>
          </li>
        ))}
      </ul>
      <button type="button">Add</button>
      {isAsking && (
        <div role="alertdialog">
          <button type="button">Yes</button>
        </div>
      )}
    </main>
  );
}

const button = (name: string) => screen.getByRole("button", { name });
const focused = () => document.activeElement?.textContent;
const afterMutations = () => new Promise((resolve) => setTimeout(resolve));

test("the focus of a row that is gone goes to the row in its place, and from the last one to the one before", async () => {
  const { rerender } = render(<Page rows={["one", "two", "three"]} />);
  button("Delete two").focus();
  rerender(<Page rows={["one", "three"]} />);
  await afterMutations();
  expect(focused()).toBe("Delete three");
  rerender(<Page rows={["one"]} />);
  await afterMutations();
  expect(focused()).toBe("Delete one");
  rerender(<Page rows={[]} />);
  await afterMutations();
  expect(focused()).toBe("Add");
});

test("a dialog between the press and the going does not hide where the focus was", async () => {
  const { rerender } = render(<Page rows={["one", "two"]} />);
  button("Delete one").focus();
  rerender(<Page rows={["one", "two"]} isAsking />);
  button("Yes").focus();
  rerender(<Page rows={["two"]} />);
  await afterMutations();
  expect(focused()).toBe("Delete two");
});

test("a dialog that closes gives the focus back to where it was, unless it was nowhere", async () => {
  const { rerender } = render(<Page rows={["one", "two"]} />);
  button("Delete two").focus();
  rerender(<Page rows={["one", "two"]} isAsking />);
  button("Yes").focus();
  rerender(<Page rows={["one", "two"]} />);
  await afterMutations();
  expect(focused()).toBe("Delete two");
  button("Delete two").blur();
  await afterMutations();
  rerender(<Page rows={["one", "two"]} isAsking />);
  button("Yes").focus();
  rerender(<Page rows={["one", "two"]} />);
  await afterMutations();
  expect(document.activeElement).toBe(document.body);
});

test("what nobody had the focus in may go without a word", async () => {
  const { rerender } = render(<Page rows={["one", "two"]} />);
  button("Add").focus();
  rerender(<Page rows={["two"]} />);
  await afterMutations();
  expect(focused()).toBe("Add");
  button("Add").blur();
  rerender(<Page rows={[]} />);
  await afterMutations();
  expect(document.activeElement).toBe(document.body);
});

test("where nothing of the content is left to take it, the focus stays in the content", async () => {
  const page = (isShown: boolean) => (
    <div>
      <FocusKeeper />
      <a href="#main">Skip to content</a>
      <main tabIndex={-1}>{isShown && <button type="button">Delete one</button>}</main>
    </div>
  );
  const { rerender } = render(page(true));
  button("Delete one").focus();
  rerender(page(false));
  await afterMutations();
  expect(document.activeElement).toBe(screen.getByRole("main"));
});

test("what is disabled while it works has the focus again afterwards", async () => {
  render(<Page rows={["one"]} />);
  const add = button("Add");
  add.focus();
  add.setAttribute("disabled", "");
  add.blur();
  await afterMutations();
  add.removeAttribute("disabled");
  await afterMutations();
  expect(document.activeElement).toBe(add);
});

test("who writes goes on writing in the next conversation, once it is loaded, and reads where nothing can be written", async () => {
  const pane = (opened: string | null, canWrite = true) => (
    <main>
      <FocusKeeper />
      <button type="button">Back</button>
      {opened ? (
        <section key={opened}>
          <div role="log" tabIndex={-1} />
          {canWrite && <textarea data-composer aria-label={opened} />}
        </section>
      ) : (
        <div data-loading />
      )}
    </main>
  );
  const { rerender } = render(pane("Lena"));
  screen.getByRole("textbox", { name: "Lena" }).focus();
  rerender(pane(null));
  await afterMutations();
  rerender(pane("Marco"));
  await afterMutations();
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Marco" }));
  rerender(pane("Yusuf", false));
  await afterMutations();
  expect(document.activeElement).toBe(screen.getByRole("log"));
});
