/** Names the environment variable with the id of the extension to measure. */
export const SUBJECT_VARIABLE = 'BENCH_EXTENSION';

/** Names the environment variable with the file for the measure. */
export const MEASURE_FILE_VARIABLE = 'BENCH_FILE';

/** Milliseconds, whole ones: VS Code gives no finer. */
export interface Activation {
  /** Until the module has been loaded. */
  readonly load: number;
  /** Until `activate` has returned. */
  readonly call: number;
}
