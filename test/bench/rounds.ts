// Takes turns: every round runs each measurement once, each round begins with another, so that drift matches all alike.

/** Runs `measure` for each subject in each of `rounds` rounds; the results by subject, in the order of the rounds. */
export async function takeTurns<Subject, Result>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Result>,
): Promise<readonly (readonly Result[])[]> {
  const results = subjects.map((): Result[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const index = (turn + round) % subjects.length;
      const subject = subjects[index];
      if (subject !== undefined) results[index]?.push(await measure(subject));
    }
  }
  return results;
}
