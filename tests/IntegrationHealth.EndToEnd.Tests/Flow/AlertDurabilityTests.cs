using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntegrationHealth.EndToEnd.Flow;

/// <summary>What alerting has promised outlives the process: alerts, what people configured, and every notification, once.</summary>
public sealed class AlertDurabilityTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_AfterTheCommitAndBeforeTheDelivery_DeliversOnceAfterTheRestart()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync();
        await DeliverOnceAsync(folder, receiver, WebhookBehaviour.Refuses, [], EndNoLeaseAsync);
    }

    [Fact]
    public async Task Killed_DuringTheDelivery_DeliversOnceAfterTheLease()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync();
        await DeliverOnceAsync(folder, receiver, WebhookBehaviour.Hangs, [], async () => (await EndLeasesAsync(folder)).Should().Be(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_WithPostgreSql_DeliversOnceAfterTheRestart(bool during)
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await using var receiver = await WebhookReceiver.StartAsync();
        await DeliverOnceAsync(folder, receiver, during ? WebhookBehaviour.Hangs : WebhookBehaviour.Refuses, On(server), during ? EndLeaseAsync : EndNoLeaseAsync);

        async Task EndLeaseAsync()
        {
            // The minute for which the commit leased it passes.
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            await using var command = source.CreateCommand("update health_check_notifications set available_at = '2000-01-01' where state = 1");
            (await command.ExecuteNonQueryAsync(Token)).Should().Be(1);
        }
    }

    /// <summary>Fault 1: many are under way when the process is killed.</summary>
    [Fact]
    public async Task Fault1_Killed_WithManyUnderWay_LosesNone_AndRepeatsThoseAlone()
    {
        const int Integrations = 20;
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync();
        KeyValuePair<string, string>[] settings = [.. Watching(receiver, Integrations)];
        await using (var killed = await SampleProcess.StartAsync(folder.Path, settings, Token))
        {
            await OneFailureRule.MakeAsync(killed, receiver);
            receiver.Behaviour = WebhookBehaviour.Hangs;
            receiver.ServiceUp = false;
            await WaitFor.ValueAsync(() => Task.FromResult(receiver.TurnedAway.Count), count => count >= 10, Long, "many under way", Token);
            await WaitFor.ValueAsync(() => CountAsync(killed, "firing"), count => count == Integrations, Long, "all fire", Token);
            await killed.KillAsync();
        }

        var underWay = receiver.TurnedAway.ToHashSet();
        await EndLeasesAsync(folder);
        receiver.Behaviour = WebhookBehaviour.Accepts;
        await using var second = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Count), count => count >= Integrations, Long, "every alert is told", Token);
        await second.StopAsync();

        receiver.Accepted.Should().OnlyHaveUniqueItems().And.HaveCount(Integrations);
        receiver.Accepted.Should().Contain(underWay, "what was under way comes again with its id");
        receiver.TurnedAway.Should().HaveCount(underWay.Count);
    }

    /// <summary>Fault 5: the database is away when there is something to tell; the host goes on by itself once it is back.</summary>
    [Fact]
    public async Task Fault5_PostgreSqlRestarted_WhileSomethingIsToBeTold_TellsItOnce()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sample = await SampleProcess.StartAsync(folder.Path, [.. Watching(receiver, 1), .. On(server)], Token);
        await OneFailureRule.MakeAsync(sample, receiver);
        receiver.Behaviour = WebhookBehaviour.Refuses;
        receiver.ServiceUp = false;
        await AlertAsync(sample, "firing", told: false, "notificationFailed");

        await server.StopAsync();
        await WaitFor.ValueAsync(async () => (await sample.Admin.GetAsync(new Uri("/api/admin/alerts", UriKind.Relative), Token)).IsSuccessStatusCode, ok => !ok, Long, "the database is missed", Token);
        receiver.Behaviour = WebhookBehaviour.Accepts;
        await server.StartAsync(Token);

        await AlertAsync(sample, "firing", told: true);
        receiver.ServiceUp = true;
        await AlertAsync(sample, "resolved", told: true);
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Count), count => count == 2, Long, "its end is told", Token);
        receiver.Accepted.Should().OnlyHaveUniqueItems();
        receiver.TurnedAway.Distinct().Should().Equal([receiver.Accepted[0]], "it is the same message all along");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_KeepsRulesChannelsAlertsAndTheAuditLog(bool postgreSql)
    {
        using var folder = new TemporaryFolder();
        await using var server = postgreSql ? await PostgreSqlServer.StartNewAsync(Token) : null;
        await using var receiver = await WebhookReceiver.StartAsync();
        KeyValuePair<string, string>[] settings = [.. Watching(receiver, 1), .. server is null ? [] : On(server)];
        string[] kept =
        [
            "/api/admin/alert-rules", "/api/admin/notification-channels", "/api/admin/silences", "/api/admin/escalation-policies", "/api/admin/audit",
        ];
        List<string> before = [];
        string alert;
        await using (var first = await SampleProcess.StartAsync(folder.Path, settings, Token))
        {
            await OneFailureRule.MakeAsync(first, receiver);
            await OneFailureRule.PostAsync(first, "/api/admin/silences", new
            {
                matchers = new[] { new { label = "provider", op = "=", value = "gmail" } },
                startsAt = TimeProvider.System.GetUtcNow(),
                endsAt = TimeProvider.System.GetUtcNow().AddHours(1),
                comment = "kept",
            });
            receiver.ServiceUp = false;
            alert = (await AlertAsync(first, "firing", told: true)).GetProperty("id").GetString()!;
            (await first.Admin.PostAsJsonAsync($"/api/admin/alerts/{alert}/acknowledge", new { comment = "mine" }, Token)).EnsureSuccessStatusCode();
            foreach (var route in kept)
                before.Add(await first.Admin.GetStringAsync(route, Token));
            await first.KillAsync();
        }

        await using var second = await SampleProcess.StartAsync(folder.Path, settings, Token);
        for (var i = 0; i < kept.Length; i++)
            (await second.Admin.GetStringAsync(kept[i], Token)).Should().Be(before[i]);
        var after = await second.Admin.GetFromJsonAsync<JsonElement>($"/api/admin/alerts/{alert}", Token);
        after.GetProperty("state").GetString().Should().Be("firing");
        after.GetProperty("acknowledged").GetProperty("comment").GetString().Should().Be("mine");
        receiver.ServiceUp = true;
        var resolved = await AlertAsync(second, "resolved", told: false);
        resolved.GetProperty("id").GetString().Should().Be(alert);
        Events(resolved).Should().ContainInOrder("fired", "notified", "acknowledged", "resolved");
    }

    [Fact]
    public async Task TwoHostsOnOneDatabase_TellEachAlertOnce()
    {
        const int Integrations = 20;
        using var folder = new TemporaryFolder();
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await using var receiver = await WebhookReceiver.StartAsync();
        // On a machine that is busy with other things a check of this very service may run out of its five seconds, and that is another alert.
        KeyValuePair<string, string>[] settings =
            [.. Watching(receiver, Integrations), .. On(server), new("IntegrationHealth__Checks__Timeout", "00:00:30")];
        await using var first = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await using var second = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await OneFailureRule.MakeAsync(first, receiver);
        await WaitFor.ValueAsync(() => OneFailureRule.ListAsync(second), rules => rules.Count == 1, Long, "the other host to know the rule", Token);

        receiver.ServiceUp = false;
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Count), count => count >= Integrations, Long, "a message an alert", Token);
        receiver.ServiceUp = true;
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Count), count => count >= 2 * Integrations, Long, "a message for each end", Token);
        await first.StopAsync();
        await second.StopAsync();

        receiver.Accepted.Should().OnlyHaveUniqueItems().And.HaveCount(2 * Integrations);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        // Of this rule alone: until they were removed the default rules watched too, and say so where hosts take long to start ("Not checked").
        await using var command = source.CreateCommand("select count(*) from health_check_alerts where rule_name = 'One failure'");
        (await command.ExecuteScalarAsync(Token)).Should().Be((long)Integrations, "of two hosts that see the same failure one opens the alert");
    }

    [Fact]
    public async Task TwoHostsOnOneDatabase_OneKilledWhileAlertsFire_NoAlertIsLostOrToldAsAnother()
    {
        const int Integrations = 20;
        using var folder = new TemporaryFolder();
        await using var server = await PostgreSqlServer.StartNewAsync(Token);
        await using var receiver = await WebhookReceiver.StartAsync();
        KeyValuePair<string, string>[] settings =
            [.. Watching(receiver, Integrations), .. On(server), new("IntegrationHealth__Checks__Timeout", "00:00:08"), new("IntegrationHealth__Checks__Lease", "00:00:10")];
        await using var killed = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await using var other = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await OneFailureRule.MakeAsync(killed, receiver);
        await WaitFor.ValueAsync(() => OneFailureRule.ListAsync(other), rules => rules.Count == 1, Long, "the other host to know the rule", Token);

        receiver.ServiceUp = false;
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Count), count => count > 2, Long, "alerts to fire", Token);
        await killed.KillAsync();
        var since = TimeProvider.System.GetUtcNow();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        // What the other host has under way is told in this time; what is left was the killed one's, and its lease ends: a minute where it was leased in the commit, two where it was claimed.
        await WaitFor.ValueAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() - since), passed => passed > TimeSpan.FromSeconds(3), Long, "time", Token);
        await using var end = source.CreateCommand("update health_check_notifications set available_at = '2000-01-01' where state = 1 and available_at <= $1");
        end.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime.AddMinutes(2) });
        var underWay = await end.ExecuteNonQueryAsync(Token);
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Distinct().Count()), count => count == Integrations, Long, "a message an alert", Token);
        receiver.ServiceUp = true;
        await WaitFor.ValueAsync(() => Task.FromResult(receiver.Accepted.Distinct().Count()), count => count >= 2 * Integrations, Long, "a message for each end", Token);
        await other.StopAsync();

        receiver.Accepted.Distinct().Should().HaveCount(2 * Integrations);
        // Delivered, and not noted before the end: told again with its id, by which a receiver knows it.
        receiver.Accepted.GroupBy(id => id).Where(times => times.Count() > 1).Should().HaveCountLessThanOrEqualTo(underWay);
        receiver.Accepted.GroupBy(id => id).Where(times => times.Count() > 2).Should().BeEmpty();
        await using var command = source.CreateCommand("select count(*) from health_check_alerts where rule_name = 'One failure'");
        (await command.ExecuteScalarAsync(Token)).Should().Be((long)Integrations);
    }

    /// <summary>The minute for which a commit leases, or the two of a claim, pass: how many leases ended.</summary>
    private static async Task<int> EndLeasesAsync(TemporaryFolder folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Directory.EnumerateFiles(folder.Path, "*.db", SearchOption.AllDirectories).Single()};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "update health_check_notifications set available_at = 0 where state = 1";
        return await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<int> CountAsync(SampleProcess sample, string state) =>
        (await sample.Admin.GetFromJsonAsync<JsonElement>($"/api/admin/alerts?state={state}&limit=200", Token)).GetProperty("items").GetArrayLength();

    private static Task EndNoLeaseAsync() => Task.CompletedTask;

    private static async Task DeliverOnceAsync(
        TemporaryFolder folder, WebhookReceiver receiver, WebhookBehaviour first, KeyValuePair<string, string>[] storage, Func<Task> whileDown)
    {
        KeyValuePair<string, string>[] settings = [.. Watching(receiver, 1), .. storage];
        await using (var killed = await SampleProcess.StartAsync(folder.Path, settings, Token))
        {
            await OneFailureRule.MakeAsync(killed, receiver);
            receiver.Behaviour = first;
            receiver.ServiceUp = false;
            await WaitFor.ValueAsync(() => Task.FromResult(receiver.TurnedAway.Count), count => count > 0, Long, "the first try", Token);
            if (first == WebhookBehaviour.Refuses)
                await AlertAsync(killed, "firing", told: false, "notificationFailed");
            await killed.KillAsync();
        }

        await whileDown();
        receiver.Behaviour = WebhookBehaviour.Accepts;
        await using var second = await SampleProcess.StartAsync(folder.Path, settings, Token);
        await AlertAsync(second, "firing", told: true);

        receiver.Accepted.Should().ContainSingle().Which.Should().Be(receiver.TurnedAway[0], "the id is the same at every try");
        receiver.TurnedAway.Distinct().Should().ContainSingle();
    }

    private static Task<JsonElement> AlertAsync(SampleProcess sample, string state, bool told, string? step = null) => WaitFor.ValueAsync(
        async () =>
        {
            var alerts = await sample.Admin.GetFromJsonAsync<JsonElement>($"/api/admin/alerts?state={state}", Token);
            return alerts.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } found
                ? await sample.Admin.GetFromJsonAsync<JsonElement>($"/api/admin/alerts/{found.GetProperty("id").GetString()}", Token)
                : default;
        },
        alert => alert.ValueKind == JsonValueKind.Object && (!told || Events(alert).Contains("notified")) && (step is null || Events(alert).Contains(step)),
        Long, $"an alert that is {state}", Token);

    private static IReadOnlyList<string> Events(JsonElement alert) =>
        [.. alert.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("event").GetString()!)];

    private static KeyValuePair<string, string>[] On(PostgreSqlServer server) =>
        [new("Sample__Storage", "postgresql"), new("ConnectionStrings__IntegrationHealth", server.ConnectionString)];

    private static IEnumerable<KeyValuePair<string, string>> Watching(WebhookReceiver receiver, int integrations)
    {
        yield return new("Sample__Simulator", "false");
        yield return new("IntegrationHealth__Checks__ConfirmationDelay", "00:00:00.1");
        yield return new("IntegrationHealth__Outbound__AllowedNetworks__0", "127.0.0.0/8");
        for (var i = 0; i < integrations; i++)
        {
            var key = $"IntegrationHealth__Integrations__{i}__";
            yield return new($"{key}Id", $"watched-{i}");
            yield return new($"{key}Provider", "http");
            yield return new($"{key}Name", $"Watched {i}");
            yield return new($"{key}OwnerId", "alice");
            yield return new($"{key}Interval", "00:00:01");
            yield return new($"{key}Settings__Url", receiver.ServiceUrl);
        }
    }
}
