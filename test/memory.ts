/** What this test's own thread holds, in bytes. The size of the process is that of all tests that run beside it as well. */
export function memoryHeld(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
