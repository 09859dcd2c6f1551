/** Whether the packaged VS Code runs on this machine; a desktop VS Code takes its place elsewhere, where it can. */
export const PACKAGED_VSCODE_RUNS = process.platform === 'linux' && process.arch === 'x64';
