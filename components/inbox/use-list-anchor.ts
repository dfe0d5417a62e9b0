"use client";
import {
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

type Held = { id: string; index: number; wasAtTop: boolean };
type Room = { above: number; height: number; newCount: number };

/** `above`: empty pixels before the first row; `height`: at least so tall; `newCount`: rows that came in above unseen. */
const AT_REST: Room = { above: 0, height: 0, newCount: 0 };

/**
 * While a mouse rests on a row, that row stays where it is, whatever comes, goes or moves around it: the list scrolls along,
 * and where it cannot, room is made. `hold` is told which row must keep its place in the order, and null when none must.
 */
export function useListAnchor(
  scroller: RefObject<HTMLElement | null>,
  list: { id: string }[],
  rowPx: number,
  hold: (id: string | null) => void,
) {
  const [room, setRoom] = useState(AT_REST);
  const held = useRef<Held | null>(null);
  const wantedTop = useRef<number | null>(null);
  const above = useRef(0);

  useLayoutEffect(() => {
    const [box, anchor] = [scroller.current, held.current];
    if (!box || !anchor) return;
    const index = list.findIndex(({ id }) => id === anchor.id);
    const moved = (index - anchor.index) * rowPx;
    if (index < 0 || moved === 0) return;
    anchor.index = index;
    const top = box.scrollTop - above.current + moved;
    wantedTop.current = Math.max(0, top);
    setRoom(({ newCount }) => ({
      above: Math.max(0, -top),
      height: top > 0 ? top + box.clientHeight : 0,
      newCount: anchor.wasAtTop ? Math.max(0, newCount + moved / rowPx) : 0,
    }));
  }, [list, rowPx, scroller]);

  useLayoutEffect(() => {
    above.current = room.above;
    if (scroller.current && wantedTop.current !== null) scroller.current.scrollTop = wantedTop.current;
    wantedTop.current = null;
  }, [room, scroller]);

  const letGo = useCallback(
    (toTop: boolean) => {
      held.current = null;
      hold(null);
      if (toTop) wantedTop.current = 0;
      setRoom({ ...AT_REST });
    },
    [hold],
  );
  const keep = useCallback(
    (id: string | undefined) => {
      if (!id || id === held.current?.id) return;
      const wasAtTop = held.current?.wasAtTop ?? (scroller.current?.scrollTop ?? 0) < rowPx / 2;
      held.current = { id, index: list.findIndex((row) => row.id === id), wasAtTop };
      hold(id);
    },
    [list, rowPx, scroller, hold],
  );
  const onPointerOver = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "mouse" || !(event.target instanceof Element)) return;
      keep(event.target.closest<HTMLElement>("[data-row]")?.dataset.row);
    },
    [keep],
  );
  // A mouse that rested there before the page came to life does not say so.
  const keepHovered = useEffectEvent(() => {
    if (!matchMedia("(hover: hover)").matches) return;
    keep(scroller.current?.querySelector<HTMLElement>("[data-row]:hover")?.dataset.row);
  });
  useLayoutEffect(() => keepHovered(), []);
  const onPointerLeave = useCallback(() => held.current && letGo(held.current.wasAtTop), [letGo]);
  /** Who scrolls by hand is where they want to be. */
  const onWheel = useCallback(() => {
    if (held.current) held.current.wasAtTop = false;
  }, []);

  return {
    room,
    goToTop: () => letGo(true),
    isHeld: () => held.current !== null,
    handlers: { onPointerOver, onPointerLeave, onWheel },
  };
}
