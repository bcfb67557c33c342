using System.Globalization;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.Mcp.Connecting;
using ModelContextProtocol;

namespace IntegrationHealth.Mcp.Diagnosis;

/// <summary>What an error within the protocol means. Pure.</summary>
internal static class ProtocolDiagnosis
{
    private const int LongestMessage = 500;

    /// <summary>Diagnoses what a client's call threw, when the transport itself had nothing to say.</summary>
    public static CheckFailure Diagnose(Exception exception, string server, IEnumerable<string> secrets)
    {
        if (exception is not McpProtocolException protocol)
        {
            return CheckFailure.Of(
                FailureKind.InvalidResponse, $"{server} answered, but not as the Model Context Protocol says.") with
            {
                Evidence = Evidence(exception, secrets),
            };
        }

        var code = ((int)protocol.ErrorCode).ToString(CultureInfo.InvariantCulture);
        return FromCode(code) is { } known
            ? known with { Evidence = Evidence(exception, secrets) }
            : CheckFailure.Of(FailureKind.Unknown, $"{server} answered with an error that no rule explains ({code}).", Confidence.Low) with
            {
                VendorCode = code,
                DocsUrl = McpErrors.Api.DocsUrl,
                Evidence = Evidence(exception, secrets),
            };
    }

    /// <summary>The line of the error map; null when there is none.</summary>
    public static CheckFailure? FromCode(string? code) => code is not null && McpErrors.Api.Find(0, code) is { } error ? FromError(error, code) : null;

    /// <summary>The server was silent.</summary>
    public static CheckFailure TimedOut(string server, CheckProgress progress) => CheckFailure.Of(
        FailureKind.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"{server} gave no answer to {progress.Step} within {progress.Budget.TotalSeconds:0.###} s."),
        Confidence.High);

    private static CheckFailure FromError(VendorError error, string code) => CheckFailure.Of(error.Kind, error.Message, error.Confidence) with
    {
        VendorCode = code,
        DocsUrl = error.DocsUrl ?? McpErrors.Api.DocsUrl,
    };

    private static string Evidence(Exception exception, IEnumerable<string> secrets)
    {
        var text = SecretRedactor.Redact(exception.Message, secrets);
        return $"{exception.GetType().Name}: {text[..Math.Min(text.Length, LongestMessage)]}";
    }
}
