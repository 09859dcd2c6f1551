/** Selects the button with this tooltip, whether or not its key binding follows in parentheses. */
export function actionLabel(tooltip: string): string {
  return `.action-label:is([aria-label="${tooltip}"], [aria-label^="${tooltip} ("])`;
}
