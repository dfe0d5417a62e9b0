/** A start that cannot go on for a reason a person can mend: printed as one sentence, without a stack. */
export class WrongSetting extends Error {
  override name = "WrongSetting";
}
