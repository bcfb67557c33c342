using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>Alerting of a test: one rule, of one failure, that tells a receiver at once.</summary>
internal static class OneFailureRule
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Removes the default rules, and makes one that tells the receiver of each alert.</summary>
    public static async Task MakeAsync(SampleProcess sample, WebhookReceiver receiver, params string[] groupBy)
    {
        foreach (var rule in await ListAsync(sample))
            (await sample.Admin.DeleteAsync(new Uri($"/api/admin/alert-rules/{rule}", UriKind.Relative), Token)).EnsureSuccessStatusCode();
        var channel = await PostAsync(sample, "/api/admin/notification-channels", new
        {
            name = "hook",
            type = "webhook",
            enabled = true,
            settings = new { url = receiver.WebhookUrl },
            secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        });
        await PostAsync(sample, "/api/admin/alert-rules", new
        {
            name = "One failure",
            enabled = true,
            severity = "critical",
            conditions = new[] { new { type = "consecutiveFailures", threshold = 1 } },
            groupBy,
            groupWaitMs = 0,
            groupIntervalMs = 0,
            channelIds = new[] { channel.GetProperty("id").GetString() },
        });
    }

    /// <summary>Ids of the rules.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(SampleProcess sample)
    {
        var rules = await sample.Admin.GetFromJsonAsync<JsonElement>("/api/admin/alert-rules", Token);
        return [.. rules.GetProperty("items").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!)];
    }

    /// <summary>Posts, and answers what was made.</summary>
    public static async Task<JsonElement> PostAsync(SampleProcess sample, string route, object body)
    {
        using var answer = await sample.Admin.PostAsJsonAsync(route, body, Token);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync(Token));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
