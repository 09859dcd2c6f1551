import { howToInstall, type SystemNeed } from '../host/needs';

/** Why a case cannot be tried on this machine; undefined where it can. In CI nothing is left out: there it throws. */
export function missingHere(needs: readonly SystemNeed[]): string | undefined {
  const command = howToInstall(needs);
  if (command !== undefined && process.env['CI'] === 'true')
    throw new Error(`Not on this machine, and in CI nothing is skipped. Run as root: ${command}`);
  return command;
}

/** Skips the tests of a `describe` where these are not installed, and says how to. */
export function requires(needs: readonly SystemNeed[]): void {
  before(function () {
    const command = missingHere(needs);
    if (command === undefined) return;
    console.log(`skipped; to run it, as root: ${command}`);
    this.skip();
  });
}
