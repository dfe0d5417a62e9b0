export function processMark(pid: number): string;
export function isSameProcess(pid: number, mark: string): boolean;
export function isAlive(pid: number): boolean;
export function describeProcess(pid: number): { command: string; folder: string | undefined };
export function onParentDeath(callback: () => void): void;
