/** A variable of the environment. */
export interface Setting {
  readonly name: string
  /** As the documentation shows it; empty for unset. */
  readonly example: string
  readonly meaning: string
  /** Whether it may be given as the path of a file that holds it, in NAME_FILE. */
  readonly inFile?: boolean
}
