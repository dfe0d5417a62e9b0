import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

/** Joins class names; of two that set the same thing the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}

const any = () => true;
const SIDES = ["x", "y", "t", "r", "b", "l"] as const;
const CORNERS = ["t", "r", "b", "l", "tl", "tr", "br", "bl"] as const;

/**
 * Only the kinds of classes that our components let others override. The library's own table knows all of Tailwind and
 * would be the largest thing a browser loads from us.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 300,
  theme: {},
  classGroups: {
    display: ["block", "inline-block", "flex", "inline-flex", "grid", "contents", "hidden"],
    position: ["static", "relative", "absolute", "fixed", "sticky"],
    ...group("size", "w", "h", "min-w", "min-h", "max-w", "max-h", "gap", "gap-x", "gap-y", "aspect", "basis"),
    ...group("inset", "top", "right", "bottom", "left", "z", "col-span", "row-span", "grid-cols", "grid-rows"),
    ...group("p", ...SIDES.map((side) => `p${side}`), "m", ...SIDES.map((side) => `m${side}`)),
    ...group("bg", "shadow", "opacity", "leading", "tracking", "items", "justify", "justify-items", "self", "ring"),
    rounded: ["rounded", { rounded: [any] }],
    ...Object.fromEntries(CORNERS.map((corner) => [`rounded-${corner}`, [{ [`rounded-${corner}`]: [any] }]])),
    "font-weight": [{ font: ["normal", "medium", "semibold", "bold"] }],
    "font-family": [{ font: ["sans", "mono"] }],
    "text-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl", "3xl", "4xl", isLength] }],
    "text-align": [{ text: ["left", "center", "right", "start", "end"] }],
    "text-wrap": [{ text: ["wrap", "nowrap", "balance", "pretty"] }],
    "text-color": [{ text: [any] }],
    "border-style": [{ border: ["solid", "dashed", "dotted", "none"] }],
    "border-width": ["border", { border: ["0", "2", "4"] }],
    "border-color": [{ border: [any] }],
    overflow: [{ overflow: ["auto", "hidden", "visible", "clip"] }],
    whitespace: [{ whitespace: [any] }],
  },
  conflictingClassGroups: {
    size: ["w", "h"],
    gap: ["gap-x", "gap-y"],
    inset: ["top", "right", "bottom", "left"],
    p: SIDES.map((side) => `p${side}`),
    px: ["pr", "pl"],
    py: ["pt", "pb"],
    m: SIDES.map((side) => `m${side}`),
    mx: ["mr", "ml"],
    my: ["mt", "mb"],
    rounded: CORNERS.map((corner) => `rounded-${corner}`),
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ["before", "after", "placeholder", "*", "**"],
}));

function group(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, [{ [name]: [any] }]]));
}

function isLength(value: string): boolean {
  return /^\[[\d.]+(rem|px|em|%)\]$/.test(value);
}
