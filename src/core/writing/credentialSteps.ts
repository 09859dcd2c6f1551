import type { FilePlan } from './connectionPlan';
import type { PlannedStep } from '../files/edits';
import { Secret } from '../words/secret';
import { holdsCredential } from '../claude/variables';

/** True when a plan puts a credential into its file; taking one out does no harm. */
export function writesCredential({ steps }: Pick<FilePlan, 'steps'>): boolean {
  return steps.some((step) => {
    const name = nameOf(step);
    return (
      name !== undefined &&
      holdsCredential(name) &&
      'value' in step &&
      (typeof step.value === 'string' || step.value instanceof Secret) &&
      step.value.length > 0
    );
  });
}

function nameOf(step: PlannedStep): string | undefined {
  if (step.kind === 'entry') return step.name;
  return step.kind === 'property' ? step.path.at(-1) : undefined;
}
