import * as vscode from 'vscode';
import type { Assessment } from '../core/assessment';
import { explain, type Finding } from '../core/findings';
import type { CheckResult, HealthState } from '../core/health';
import { printableValue, redactLine } from '../core/redact';
import { describeRequest } from '../core/report';
import type { ResolvedVariable } from '../core/resolve';
import { placeLabel } from '../core/staticChecks';
import { SURFACE_LABEL } from '../core/sources';
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
  const { health, lastCheck, assessments } = state;
  const verdict: Node = { id: 'verdict', label: health.verdict, icon: STATE_ICON[health.state], word: health.word, tooltip: health.verdict, command: { command: COMMANDS.showReport, title: 'Show Report' } };
  const findings = health.findings.map(findingNode);
  const checks = (lastCheck?.checks ?? []).map(checkNode);
  return [
    verdict,
    ...(findings.length === 0 ? [] : [{ id: 'findings', label: 'Findings', icon: 'list-unordered', children: findings, expanded: true }]),
    { id: 'checks', label: 'Checks', description: lastCheck === undefined ? 'not checked yet' : new Date(lastCheck.at).toLocaleTimeString(), icon: 'checklist', children: checks, expanded: true },
    { id: 'configuration', label: 'Configuration', icon: 'settings', children: assessments.map(surfaceNode), expanded: true },
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

function surfaceNode(assessment: Assessment): Node {
  const id = `surface-${assessment.surface}`;
  const { request } = assessment;
  const tooltip = `Sends ${describeRequest(assessment)}`;
  const headers = [...(request.headers.authorization === null ? [] : ['Authorization']), ...(request.headers.xApiKey === null ? [] : ['x-api-key'])];
  const sends = request.willSend ? `${redactLine(request.url ?? request.baseUrl.value)} with ${headers.join(' and ')}` : 'nothing';
  const children: Node[] = [{ id: `${id}-sends`, label: 'Sends to', description: sends, icon: 'arrow-right', tooltip }, ...assessment.config.variables.map((variable) => variableNode(id, variable))];
  return { id, label: SURFACE_LABEL[assessment.surface], icon: assessment.surface === 'terminal' ? 'terminal' : 'window', children, expanded: assessment.surface === 'vscode-extension' };
}

function variableNode(parent: string, { name, effective, sources, why }: ResolvedVariable): Node {
  const id = `${parent}-${name}`;
  const shown = name === 'apiKeyHelper' ? 'a command' : printableValue(name, effective.value.reveal());
  const children = sources.map(({ source, location }, index): Node => {
    const place = placeLabel(source, location);
    const open = location === undefined ? {} : { command: { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.file(location)] } };
    return { id: `${id}-${index}`, label: placeLabel(source), description: index === 0 ? 'counts' : 'overridden', icon: index === 0 ? 'check' : 'circle-slash', tooltip: index === 0 ? `${place}. ${why}` : place, ...open };
  });
  return { id, label: name, description: shown, icon: 'symbol-variable', tooltip: `${name}: ${shown}. ${why}`, children };
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
