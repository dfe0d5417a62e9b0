const MINUTE = 60_000;

/** How near the end is: 0 far, 1 within four hours, 2 within one, 3 within a quarter. */
export function closingStage(leftMs: number): 0 | 1 | 2 | 3 {
  if (leftMs <= 15 * MINUTE) return 3;
  if (leftMs <= 60 * MINUTE) return 2;
  return leftMs <= 240 * MINUTE ? 1 : 0;
}
