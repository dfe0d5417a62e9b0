type Course = { isAskedAgain: boolean };

const courses = new Map<string, Course>();

/**
 * Runs `work` for a lane unless it is under way in this process: then whoever is at it does it once more, so that what was
 * committed before this call is seen. Not the queue's own lanes: a worker that looks for a job locks them all for a
 * moment, and another that looks meanwhile finds none and sleeps.
 */
export async function inLane(lane: string, work: () => Promise<void>): Promise<void> {
  const other = courses.get(lane);
  if (other) {
    other.isAskedAgain = true;
    return;
  }
  const course: Course = { isAskedAgain: false };
  courses.set(lane, course);
  let failure: { error: unknown } | null;
  do {
    course.isAskedAgain = false;
    failure = await work().then(
      () => null,
      (error: unknown) => ({ error }),
    );
  } while (course.isAskedAgain);
  courses.delete(lane);
  if (failure) throw failure.error;
}
