//! The protocol, on standard input and output.

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, ServerInitializeError};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};

use crate::assistant::{Assistant, INSTRUCTIONS, tools};
use crate::refusal::Refusal;

/// Questions that are answered at the same time; the rest wait.
const AT_ONCE: usize = 8;

/// Why there is nobody to answer.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// No runtime.
    #[error("cannot start to serve: {0}")]
    Start(#[from] std::io::Error),
    /// What came first was no greeting.
    #[error("cannot begin to talk: what came on standard input is no MCP client; {0}")]
    Greeting(String),
    /// It ended in the middle.
    #[error("the talk with the client broke off: {0}")]
    BrokeOff(String),
}

/// Answers on standard input and output until the client hangs up. Nothing but the protocol goes to standard output.
pub fn serve(assistant: Assistant) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(AT_ONCE).build()?;
    let served = runtime.block_on(talk(assistant));
    // A question that is still being answered has nobody left to hear the answer.
    runtime.shutdown_background();
    served
}

async fn talk(assistant: Assistant) -> Result<(), ServeError> {
    let running = match assistant.serve(rmcp::transport::stdio()).await {
        Ok(running) => running,
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(other) => {
            return Err(ServeError::Greeting(crate::quote::shown(&other.to_string(), 200)));
        }
    };
    running.waiting().await.map(drop).map_err(|error| ServeError::BrokeOff(error.to_string()))
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let about = Implementation::new("headwater", env!("CARGO_PKG_VERSION")).with_title("headwater");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(about)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools().into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let assistant = self.clone();
        let (name, arguments) = (request.name, request.arguments.unwrap_or_default());
        // On a thread of its own, so that a long answer keeps nobody waiting and a fault in one ends only that one.
        let answer = tokio::task::spawn_blocking(move || answer(&assistant, &name, arguments)).await;
        answer.map_err(|_| ErrorData::internal_error("the answer could not be worked out", None))?
    }
}

/// Refusals are answers too: an assistant reads them and asks better. Only a tool that is none is the client's fault.
fn answer(assistant: &Assistant, name: &str, arguments: JsonObject) -> Result<CallToolResponse, ErrorData> {
    match assistant.answer(name, arguments) {
        Ok(answer) => {
            let mut result = CallToolResult::structured(serde_json::from_str(&answer).unwrap_or_default());
            // The same again, for clients that read text only: with its fields in the order that reads best.
            result.content = vec![ContentBlock::text(answer)];
            Ok(result.into())
        }
        Err(refusal @ Refusal::Tool(_)) => Err(ErrorData::invalid_params(refusal.to_string(), None)),
        Err(refusal) => Ok(CallToolResult::error(vec![ContentBlock::text(refusal.to_string())]).into()),
    }
}
