using System.ComponentModel;
using System.Globalization;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Connecting;
using IntegrationHealth.Mcp.Stdio;

namespace IntegrationHealth.Mcp.Diagnosis;

/// <summary>What goes wrong with a server that is a process.</summary>
internal static class StdioDiagnosis
{
    private const string Page = "https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio";
    private const int LongestErrors = 700;

    public static CheckFailure NoPlace(int most) => CheckFailure.Of(
        FailureKind.Timeout,
        $"The host runs {most} MCP server processes at once, as many as it allows, and none ended in time. This says nothing about the server.",
        Confidence.Low) with
    {
        ResponsibleParty = ResponsibleParty.Developer,
    };

    public static CheckFailure NotStarted(string command, Exception exception) => exception switch
    {
        FileNotFoundException => Misconfigured($"The program '{command}' cannot be found. Check settings.command and the PATH in settings.environment."),
        Win32Exception => Misconfigured($"The program '{command}' cannot be started.") with { Evidence = exception.Message },
        _ => CheckFailure.Of(FailureKind.CheckerFault, $"The program '{command}' was not started ({exception.GetType().Name})."),
    };

    public static CheckFailure Exited(string name, int exitCode, bool hadAnswered, StdioServer server, IReadOnlyList<string> secrets)
    {
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        var failure = (hadAnswered, exitCode) switch
        {
            (true, _) => CheckFailure.Of(FailureKind.ProviderOutage, $"The server {name} ended in the middle of the check, with exit code {code}."),
            (_, 126) => Misconfigured($"The program {name} may not be executed (exit code 126)."),
            _ => Misconfigured($"The server {name} ended before it answered, with exit code {code}. Its own error output says more.") with
            {
                Confidence = Confidence.Medium,
            },
        };
        return failure with { VendorCode = code, Evidence = Evidence(server, secrets), DocsUrl = Page };
    }

    public static CheckFailure Diagnose(
        string name, Exception exception, CheckProgress progress, StdioServer server, IReadOnlyList<string> secrets, int longestLine)
    {
        if (server.Output.IsTooLong)
        {
            return CheckFailure.Of(FailureKind.InvalidResponse, FormattableString.Invariant(
                $"An answer of the server {name} is longer than the {longestLine:N0} bytes that are accepted."));
        }

        if (server.Output.ForeignLine is { } line && !progress.HasAnswered)
        {
            return Misconfigured(
                $"The program {name} writes text where an MCP server writes messages only. Is it the right program, and started with the right arguments?") with
            {
                Confidence = Confidence.Medium,
                Evidence = EvidenceText.Join("stdout: " + SecretRedactor.Redact(line, secrets), Evidence(server, secrets)),
            };
        }

        var failure = progress.IsOver || exception is OperationCanceledException or TimeoutException
            ? ProtocolDiagnosis.TimedOut("The server " + name, progress) with { ResponsibleParty = ResponsibleParty.Developer }
            : ProtocolDiagnosis.Diagnose(exception, "The server " + name, secrets);
        return failure with { Evidence = EvidenceText.Join(failure.Evidence, Evidence(server, secrets)) };
    }

    /// <summary>It works with this client, but breaks stricter ones.</summary>
    public static CheckFailure TalksBetween(string name, string line, IReadOnlyList<string> secrets) => Misconfigured(
        $"The server {name} works, but writes text between its messages, which other clients may not accept. Its developers have to send it to standard error.") with
    {
        Confidence = Confidence.Medium,
        Evidence = "stdout: " + SecretRedactor.Redact(line, secrets),
    };

    private static CheckFailure Misconfigured(string message) =>
        CheckFailure.Of(FailureKind.Misconfigured, message, Confidence.High) with { DocsUrl = Page };

    private static string? Evidence(StdioServer server, IReadOnlyList<string> secrets)
    {
        var text = SecretRedactor.Redact(server.Errors.Text, secrets);
        return text.Length == 0 ? null : "stderr: " + (text.Length <= LongestErrors ? text : "…" + text[^LongestErrors..]);
    }
}
