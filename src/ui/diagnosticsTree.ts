import * as vscode from 'vscode';
import { sendsText } from '../core/cliText';
import { gateLines, placeText, type ConfigRow, type Place, type SurfaceGroup } from '../core/effectiveConfig';
import { explain, type Finding } from '../core/findings';
import type { CheckResult, HealthState } from '../core/health';
import { COMMANDS, VIEWS } from './ids';
import type { State, Store } from './store';

/** One line of the tree, as data. */
interface Node {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  /** What the icon says, for a screen reader. */
  readonly word?: string;
  readonly tooltip?: string;
  readonly command?: vscode.Command;
  readonly children?: readonly Node[];
  readonly expanded?: boolean;
}

const STATE_ICON: Readonly<Record<HealthState, string>> = { 'not-set-up': 'plug', checking: 'sync~spin', 'not-checked': 'circle-outline', connected: 'pass', warning: 'warning', problem: 'error' };
const SEVERITY_ICON = { error: 'error', warning: 'warning', note: 'info' } as const;
const SEVERITY_WORD = { error: 'Problem', warning: 'Warning', note: 'Note' } as const;
const OUTCOME_ICON = { ok: 'pass', problem: 'error', skipped: 'circle-slash' } as const;
const OUTCOME_WORD = { ok: 'passed', problem: 'failed', skipped: 'skipped' } as const;

/** The diagnostics view: verdict, findings, checks with their times, configuration by surface. */
export function createDiagnosticsTree(store: Store): vscode.Disposable {
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: store.onDidChange as vscode.Event<undefined>,
    getChildren: (node) => [...(node === undefined ? rootNodes(store.state) : (node.children ?? []))],
    getTreeItem: treeItem,
  };
  return vscode.window.createTreeView(VIEWS.diagnostics, { treeDataProvider: provider });
}

function rootNodes(state: State | undefined): readonly Node[] {
  // With nothing to show, the view's welcome text takes the place.
  if (state === undefined || (state.health.state === 'not-set-up' && state.health.findings.every(({ severity }) => severity === 'note'))) return [];
  const { health, lastCheck, config } = state;
  const verdict: Node = { id: 'verdict', label: health.verdict, icon: STATE_ICON[health.state], word: health.word, tooltip: health.verdict, command: { command: COMMANDS.showReport, title: 'Show Report' } };
  const findings = health.findings.map(findingNode);
  const checks = (lastCheck?.checks ?? []).map(checkNode);
  return [
    verdict,
    ...(findings.length === 0 ? [] : [{ id: 'findings', label: 'Findings', icon: 'list-unordered', children: findings, expanded: true }]),
    { id: 'checks', label: 'Checks', description: lastCheck === undefined ? 'not checked yet' : new Date(lastCheck.at).toLocaleTimeString(), icon: 'checklist', children: checks, expanded: true },
    { id: 'configuration', label: 'Configuration', icon: 'settings', children: config.identical.map(groupNode), expanded: true },
  ];
}

function findingNode(found: Finding, index: number): Node {
  const { title, owner, remedy } = explain(found);
  const id = `finding-${index}-${found.cause}`;
  const steps = remedy.map((step, at): Node => ({ id: `${id}-${at}`, label: step, icon: 'arrow-right', tooltip: step }));
  const seen: Node = { id: `${id}-seen`, label: 'Seen', description: found.evidence, icon: 'eye', tooltip: found.evidence };
  return { id, label: title, description: owner, icon: SEVERITY_ICON[found.severity], word: SEVERITY_WORD[found.severity], tooltip: `${title} ${owner}: ${remedy[0] ?? ''}`, children: [...steps, seen] };
}

function checkNode(check: CheckResult, index: number): Node {
  const time = check.outcome === 'skipped' ? '' : `${Math.round(check.ms)} ms · `;
  return { id: `check-${index}`, label: check.label, description: `${time}${OUTCOME_WORD[check.outcome]}`, icon: OUTCOME_ICON[check.outcome], tooltip: check.detail };
}

function groupNode(group: SurfaceGroup): Node {
  const [first] = group.members;
  const id = `surface-${group.members.map(({ surface }) => surface).join('+')}`;
  const sends = sendsText(first);
  const gates = gateLines(group).map((text, index): Node => ({ id: `${id}-login-${index}`, label: 'Login', description: text, icon: 'account', tooltip: text }));
  const children: Node[] = [{ id: `${id}-sends`, label: 'Sends', description: sends, icon: 'arrow-right', tooltip: sends }, ...gates, ...first.rows.map((row) => rowNode(id, row))];
  return { id, label: group.label, icon: first.surface === 'vscode-extension' ? 'window' : 'terminal', tooltip: sends, children, expanded: first.surface === 'vscode-extension' };
}

function rowNode(parent: string, { name, value, place, why, overrides }: ConfigRow): Node {
  const id = `${parent}-${name}`;
  const others = overrides.map((other, index) => placeNode(`${id}-${index + 1}`, other.place, 'circle-slash', `overridden${other.same ? ', same value' : ''}`, ''));
  return { id, label: name, description: value, icon: 'symbol-variable', tooltip: `${name}: ${value}. ${why}`, children: [placeNode(`${id}-0`, place, 'check', 'counts', ` ${why}`), ...others] };
}

/** A place that opens its file at the line. */
function placeNode(id: string, place: Place, icon: string, description: string, remark: string): Node {
  const at = new vscode.Position((place.line ?? 1) - 1, 0);
  const open = place.location === undefined ? {} : { command: { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.file(place.location), { selection: new vscode.Range(at, at) }] } };
  const file = place.file === undefined ? '' : ` (${place.file})`;
  return { id, label: placeText(place), description, icon, tooltip: `${placeText(place)}${file}.${remark}`, ...open };
}

function treeItem({ id, label, description, icon, word, tooltip, command, children, expanded }: Node): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, children === undefined || children.length === 0 ? None : expanded === true ? Expanded : Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.accessibilityInformation = { label: [word, label, description].filter(Boolean).join(', ') };
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = tooltip;
  if (command !== undefined) item.command = command;
  return item;
}
