import * as vscode from 'vscode';
import type { Finding } from '../../core/causes/findings';
import { createTreeRow } from '../window/screen';

/** One line of the tree, as data. */
export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  /** What the icon says, for a screen reader. */
  readonly word?: string;
  readonly tooltip?: string;
  /** What a screen reader says after label and description: the tooltip is for the pointer only. */
  readonly spoken?: string;
  readonly command?: vscode.Command;
  readonly children?: readonly TreeNode[];
  readonly expanded?: boolean;
  /** What can be done with it, as words between semicolons, for `when` clauses of the manifest. */
  readonly contextValue?: string;
  /** What its buttons are about. */
  readonly finding?: Finding;
}

/** The line as VS Code draws it. */
export function treeItem({
  id,
  label,
  description,
  icon,
  word,
  tooltip,
  spoken,
  command,
  children,
  expanded,
  contextValue,
}: TreeNode): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const spokenWhole = [word, label, description, spoken].filter(Boolean).join(', ');
  const item = createTreeRow(
    { label, description, tooltip, spoken: spokenWhole },
    children === undefined || children.length === 0 ? None : expanded === true ? Expanded : Collapsed,
  );
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  if (command !== undefined) item.command = command;
  if (contextValue !== undefined) item.contextValue = contextValue;
  return item;
}
