/**
 * The names of all tasks, each after what it needs, otherwise in their order.
 *
 * @param {{ name: string, needs: string[] }[]} tasks of two with one name, the first counts
 * @throws {Error} `cycle: a > b > a` or `unknown task: x`
 */
export function orderTasks(tasks) {
  let order = [];
  const visit = (name, trail) => {
    if (order.includes(name)) return;
    if (trail.includes(name)) throw new Error(`cycle: ${[...trail, name].join(' > ')}`);
    const task = tasks.find((found) => found.name === name);
    if (!task) throw new Error(`unknown task: ${name}`);
    for (const need of task.needs) visit(need, [...trail, name]);
    order = [...order, name];
  };
  for (const { name } of tasks) visit(name, []);
  return order;
}
