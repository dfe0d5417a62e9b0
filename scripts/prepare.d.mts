/** Builds the app unless these very sources are built. */
export function ensureBuilt(say?: (words: string) => void): Promise<void>;
