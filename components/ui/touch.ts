/** Fingers write with a keyboard that covers half of the screen: it comes when it is asked for. */
export function isTouched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** For what opens with a field to search in: under a finger the whole has the focus first, so that all of it is seen. */
export function focusWholeWhenTouched(event: Event): void {
  if (!isTouched()) return;
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true });
}
