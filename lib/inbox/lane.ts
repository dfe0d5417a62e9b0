type Course = { running: Promise<void>; next?: Promise<void> };

const courses = new Map<string, Course>();

/**
 * Runs `work` for a lane, one course at a time in this process. Whoever asks while one is under way shares the course after it:
 * that one sees what was committed before they asked, and each of them hears how it went. Not the queue's own lanes: a worker
 * that looks for a job locks them all for a moment, and another that looks meanwhile finds none and sleeps.
 */
export function inLane(lane: string, work: () => Promise<void>): Promise<void> {
  const course = courses.get(lane);
  if (!course) return begin(lane, work);
  const follow = () => begin(lane, work);
  course.next ??= course.running.then(follow, follow);
  return course.next;
}

function begin(lane: string, work: () => Promise<void>): Promise<void> {
  const course: Course = { running: work() };
  courses.set(lane, course);
  const end = () => {
    if (!course.next) courses.delete(lane);
  };
  course.running.then(end, end);
  return course.running;
}
