/** The first half of the advisory locks that a worker's pools hold for as long as its process lives. */
export const WORKER_LOCKS = 746_592;
