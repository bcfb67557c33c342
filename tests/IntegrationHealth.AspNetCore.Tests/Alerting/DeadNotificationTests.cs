using System.Net;
using System.Text.Json;
using IntegrationHealth.Testing;
using IntegrationHealth.Tests.Hosting;

namespace IntegrationHealth.Tests.Alerting;

public sealed class DeadNotificationTests
{
    private const string Dead = "/api/admin/dead-notifications";

    [Fact]
    public async Task Notification_GivenUp_IsListedWithTheReason_AndReplayedWithTheSameIdOnceItsChannelWorks()
    {
        await using var host = await AlertingHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, "/api/admin/notification-channels", Channel("wrong"))).Status.Should().Be(HttpStatusCode.Created);
        var alert = await host.FireAsync();

        var dead = (await ListUntilAsync(host, 1)).GetProperty("items")[0];

        (dead.GetProperty("channelId").GetString(), dead.GetProperty("detail").GetString(), dead.GetProperty("attempts").GetInt32(), dead.GetProperty("type").GetString())
            .Should().Be(("ops", "401", 1, "alert.firing"));
        dead.GetProperty("alertIds").EnumerateArray().Select(id => id.GetString()).Should().Equal(alert);
        (await host.SendAsync(HttpMethod.Put, "/api/admin/notification-channels/ops", Channel("right"))).Status.Should().Be(HttpStatusCode.OK);
        var replay = $"{Dead}/{dead.GetProperty("id").GetString()}/replay";
        (await host.SendAsync(HttpMethod.Post, replay)).Status.Should().Be(HttpStatusCode.NoContent);
        (await host.SendAsync(HttpMethod.Post, replay)).Status.Should().Be(HttpStatusCode.NotFound, "it is not dead any more");
        await UntilAsync(host, $"/api/admin/alerts/{alert}", answer => answer.GetProperty("timeline").EnumerateArray()
            .Any(step => step.GetProperty("event").GetString() == "notified" && step.GetProperty("detail").GetString() == "200 to Firing"));
        (await ListUntilAsync(host, 0)).GetProperty("items").GetArrayLength().Should().Be(0);
        (await host.GetAsync("admin", "/api/admin/audit")).GetProperty("items").EnumerateArray()
            .Should().ContainSingle(entry => entry.GetProperty("action").GetString() == "notification.replayed")
            .Which.GetProperty("subjectId").GetString().Should().Be(dead.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Notification_Unknown_IsNotFound_AndALimitOutOfRangeIsRefused()
    {
        await using var host = await AlertingHost.StartAsync();

        (await host.SendAsync(HttpMethod.Post, $"{Dead}/ntf_none/replay")).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.SendAsync(HttpMethod.Get, $"{Dead}?limit=0")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static object Channel(string secret) => new { id = "ops", name = "Operations", type = "test", secret };

    private static Task<JsonElement> ListUntilAsync(TestHost host, int total) => UntilAsync(host, Dead, list => list.GetProperty("total").GetInt32() == total);

    /// <summary>Five seconds of the host's time for each question: it must not run ahead of the host, which repeats a notification after hours.</summary>
    private static Task<JsonElement> UntilAsync(TestHost host, string path, Func<JsonElement, bool> found) => WaitFor.ValueAsync(
        () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(5));
            return host.GetAsync("admin", path);
        },
        found, TimeSpan.FromMinutes(1), $"the answer of {path}", TestContext.Current.CancellationToken);
}
