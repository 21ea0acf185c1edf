//! `headwater mcp`: tools for an assistant, on standard input and output.

use std::io::IsTerminal;

use headwater::Knowledge;
use headwater_mcp::Assistant;

use crate::args::Mcp;
use crate::{Outcome, gather, serve};

/// Shown when nobody but a person is at the other end.
const BY_HAND: &str = "\
This is an MCP server: an assistant starts it and talks to it on standard input. Put this into its configuration:
  {\"mcpServers\": {\"headwater\": {\"command\": \"headwater\", \"args\": [\"mcp\", \"--store\", \"/path/to/news.hw\"]}}}
It has 6 tools that only ask, and opens no network. Stop with Ctrl-C.";

pub(crate) fn run(mcp: &Mcp) -> anyhow::Result<Outcome> {
    if std::io::stdin().is_terminal() {
        eprintln!("{BY_HAND}");
    }
    let inputs = mcp.first.inputs(&mcp.paths);
    if let [path] = inputs.paths.as_slice()
        && gather::saved_run(path).is_some()
    {
        anyhow::bail!(
            "cannot ask the saved run `{}`: the tools need the pages; name them, or a store that `headwater read \
             --store FILE PATH...` made",
            path.display()
        );
    }
    let store = serve::store(mcp.store.as_deref(), &inputs)?;
    headwater_mcp::serve(Assistant::new(store, Knowledge::bundled()))?;
    Ok(Outcome::Found)
}
