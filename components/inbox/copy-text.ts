import { toast } from "#components/ui/toaster.tsx";

/** On plain http browsers have no clipboard; then nothing is claimed to be in it. */
export async function copyText(text: string, done: string): Promise<void> {
  if (!navigator.clipboard) return;
  await navigator.clipboard.writeText(text);
  toast.success(done);
}
