"use client";
import { type MouseEvent, type PointerEvent, useRef } from "react";

const PRESS_MS = 450;
/** A finger is never quite still; further than this it scrolls. */
const STILL_PX = 10;

type Press = { timer: ReturnType<typeof setTimeout>; x: number; y: number };

/** Hears a finger that rests on the element; the platform's own menu and the click that may follow stay away. */
export function useLongPress(onPress: () => void) {
  const press = useRef<Press>(null);
  const wasPressed = useRef(false);
  const end = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    onPointerDown: ({ pointerType, isPrimary, clientX: x, clientY: y }: PointerEvent) => {
      end();
      wasPressed.current = false;
      if (pointerType !== "touch" || !isPrimary) return;
      const timer = setTimeout(() => {
        wasPressed.current = true;
        navigator.vibrate?.(10);
        onPress();
      }, PRESS_MS);
      press.current = { timer, x, y };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > STILL_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent) => {
      if (press.current) event.preventDefault();
    },
    onClickCapture: (event: MouseEvent) => {
      if (!wasPressed.current) return;
      wasPressed.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
