using IntegrationHealth.Checks;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;

namespace IntegrationHealth.Tests.Checks.ErrorTables;

/// <summary>Asks a checker with each answer of a table, over a real connection, and compares all that a person or a program is told.</summary>
internal static class ErrorTable
{
    private static readonly string[] Jargon = ["401", "403", "429", "token_", "OAuth", "endpoint", "HTTP", "null"];

    public static async Task VerifyAsync(
        ProviderDefinition definition, Func<string, object> settings, string docsHost, IEnumerable<DocumentedAnswer> answers)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var answer in answers)
        {
            count++;
            using var probe = new VendorProbe();
            await using var server = await LocalServer.AnswerAsync(answer.Status, answer.Body, "application/json; charset=utf-8", answer.Headers);
            var result = await probe.CheckAsync(definition, settings(server.Address.ToString()), VendorProbe.Credential(answer.TokenEndsIn));
            wrong.AddRange(Differences(answer, result, docsHost).Select(difference => $"{answer.Status} {answer.Body}: {difference}"));
        }

        count.Should().BePositive();
        wrong.Should().BeEmpty();
    }

    private static IEnumerable<string> Differences(DocumentedAnswer answer, CheckResult result, string docsHost)
    {
        if (result.Failure is not { } failure)
        {
            yield return "taken for a success";
            yield break;
        }

        var expected = (answer.Kind, answer.Action, answer.Party, answer.Confidence, answer.Code);
        var found = (failure.Kind, failure.Action, failure.ResponsibleParty, failure.Confidence, failure.VendorCode);
        if (expected != found)
            yield return $"expected {expected}, found {found}";
        if (result.Outcome != (answer.Kind == FailureKind.RateLimited ? CheckOutcome.Degraded : CheckOutcome.Failed))
            yield return $"outcome {result.Outcome}";
        if (answer.RetryAfter != result.RetryAfter)
            yield return $"expected a wait of {answer.RetryAfter}, found {result.RetryAfter}";
        if (failure.Evidence?.StartsWith($"HTTP {answer.Status}", StringComparison.Ordinal) != true)
            yield return $"evidence {failure.Evidence}";
        if (answer.Kind != FailureKind.InvalidResponse && !(Uri.TryCreate(failure.DocsUrl, UriKind.Absolute, out var docs) && docs.Scheme == "https"
            && (docs.Host.EndsWith(docsHost, StringComparison.Ordinal) || docs.Host == "www.rfc-editor.org")))
            yield return $"documentation {failure.DocsUrl}";
        if (!failure.Message.EndsWith('.') || failure.Message.Length is < 20 or > 300 || (answer.Kind != FailureKind.Unknown && Jargon.Any(failure.Message.Contains)))
            yield return $"not in words for everybody: {failure.Message}";
        if (answer.Says is { } words && !failure.Message.Contains(words, StringComparison.Ordinal))
            yield return $"'{words}' is missing in: {failure.Message}";
    }
}
