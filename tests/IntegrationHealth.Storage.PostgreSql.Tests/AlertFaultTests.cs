using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.PostgreSql.Alerting;
using IntegrationHealth.Storage.PostgreSql.Connections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>What a server does to alerts when it has other worries.</summary>
public sealed class AlertFaultTests(SharedServer server)
{
    private static readonly DateTimeOffset Start = StorageContract.Start;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>As a host of an earlier version writes it while others are upgraded.</summary>
    [Fact]
    public async Task Search_AlertWhoseNameStandsInItsDocumentAlone_IsFoundByIt()
    {
        var database = await server.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        var alerts = host.GetRequiredService<IAlertStore>();
        var (one, other) = (AlertSamples.FullAlert("one", Start) with { Name = "Größe" }, AlertSamples.FullAlert("other", Start) with { Name = "Weite" });
        await alerts.CommitAsync(AlertSamples.Commit(AlertSamples.Opens(one), AlertSamples.Opens(other)), Stop);
        (await TestSql.ListAsync(database, "select name from health_check_alerts order by id")).Should().Equal("Größe", "Weite");
        await TestSql.RunAsync(database, "update health_check_alerts set name = 'Größer' where id = 'other'");
        (await FoundAsync()).Should().BeEquivalentTo("one", "other");

        await TestSql.RunAsync(database, "update health_check_alerts set name = null");

        (await FoundAsync()).Should().Equal("one");

        async Task<IEnumerable<string>> FoundAsync() => (await alerts.QueryAsync(new AlertQuery { Search = "GRöß" }, Stop)).Select(alert => alert.Id);
    }

    /// <summary>Fault 6: known by its code alone, as the text is in the server's language.</summary>
    [Theory]
    [InlineData("40P01", 1)]
    [InlineData("40001", 3)]
    public async Task Fault6_Commit_BrokenOffForAnothersSake_IsTriedAgain(string sqlState, int times)
    {
        var database = await server.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        await TestSql.RunAsync(database, $"""
            create sequence tries;
            create function break_off() returns trigger language plpgsql as $$
            begin
                -- A sequence goes on though its transaction is rolled back.
                if nextval('tries') <= {times} then
                    raise exception 'обнаружена взаимоблокировка' using errcode = '{sqlState}';
                end if;
                return new;
            end $$;
            create trigger break_off before insert on health_check_alerts for each row execute function break_off();
            """);

        var leased = await host.GetRequiredService<IAlertStore>().CommitAndLeaseAsync(new AlertCommit
        {
            Alerts = [AlertSamples.Opens(AlertSamples.Alert("1", Start), new AlertEvent("1", Start, AlertEventKind.Fired))],
            Notifications = [AlertSamples.Notification("n", Start)],
        }, new CommitLease(new HashSet<string> { "n" }, Start.AddMinutes(1)), Stop);

        leased.Should().ContainSingle("what was leased in a try that was broken off was not").Which.Fence.Should().Be(1);
        (await TestSql.ScalarAsync(database, "select last_value from tries")).Should().Be((long)times + 1);
        (await host.GetRequiredService<IAlertStore>().GetTimelinesAsync(["1"], Stop)).Should().ContainSingle();
        (await host.GetRequiredService<INotificationOutbox>().GetDepthAsync(Start, Stop)).Waiting.Should().Be(1);
    }

    [Fact]
    public async Task Fault6_Commit_AlwaysBrokenOff_Throws()
    {
        var database = await server.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        await TestSql.RunAsync(database, """
            create function break_off() returns trigger language plpgsql as $$ begin raise exception 'x' using errcode = '40P01'; end $$;
            create trigger break_off before insert on health_check_alerts for each row execute function break_off();
            """);

        var commit = () => host.GetRequiredService<IAlertStore>().CommitAsync(AlertSamples.Commit(AlertSamples.Opens(AlertSamples.Alert("1", Start))), Stop);

        (await commit.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("40P01");
    }

    /// <summary>
    /// Fault 40: a transaction that somebody else keeps open holds back the removal of dead rows; claims go on all the same, by their index.
    /// </summary>
    [Fact]
    public async Task Fault40_TransactionOpenForLong_NotificationsAreClaimedAndCompletedThroughTheIndex()
    {
        const int Rounds = 30;
        const int Each = 100;
        var database = await server.CreateDatabaseAsync(Stop);
        await using var host = await TestHost.StartAsync(database, "a");
        await using var other = await TestSql.OpenAsync(database);
        await using var open = await other.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Stop);
        await other.RunAsync("select count(*) from health_check_notifications");
        var (alerts, outbox) = (host.GetRequiredService<IAlertStore>(), host.GetRequiredService<INotificationOutbox>());
        var delivered = 0;

        for (var round = 0; round < Rounds; round++)
        {
            var now = Start.AddSeconds(round);
            await alerts.CommitAsync(new AlertCommit
            {
                Notifications = [.. Enumerable.Range(0, Each).Select(i => AlertSamples.Notification($"n{round}_{i}", now))],
            }, Stop);
            var claimed = await outbox.ClaimAsync(new OutboxClaim(now, 500, TimeSpan.FromMinutes(2), []), Stop);
            (await outbox.CompleteAsync([.. claimed.Select(claim => AlertSamples.Completion(claim, NotificationState.Delivered))], Stop)).Should().BeEmpty();
            delivered += claimed.Count;
        }

        delivered.Should().Be(Rounds * Each);
        (await outbox.GetDepthAsync(Start.AddHours(1), Stop)).Waiting.Should().Be(0);
        // What the server assumes of a table that it has not looked at lately, and what it knows afterwards.
        (await ClaimPlanAsync(host, database)).Should().MatchRegex(OfWhatWaits);
        await TestSql.RunAsync(database, "analyze health_check_notifications");
        (await ClaimPlanAsync(host, database)).Should().MatchRegex(OfWhatWaits);
    }

    /// <summary>By an index of what waits, and not by the key or the table, where all that was delivered lies as well.</summary>
    private const string OfWhatWaits = @"Index Scan using ""IX_health_check_notifications_(available_at|order)"" on health_check_notifications n_1";

    /// <summary>How the very statement that claims would be run.</summary>
    private static async Task<string> ClaimPlanAsync(IServiceProvider host, string database)
    {
        var claim = new PostgreSqlNotificationOutbox.OutboxSql(host.GetRequiredService<PostgreSqlConnections>().Settings.Tables).Claim
            .Replace("$1", "now()", StringComparison.Ordinal).Replace("$2", "'{}'::text[]", StringComparison.Ordinal)
            .Replace("$3", "500", StringComparison.Ordinal).Replace("$4", "now()", StringComparison.Ordinal)
            .Replace("$5", "now()", StringComparison.Ordinal);
        return string.Join('\n', await TestSql.ListAsync(database, $"explain {claim}"));
    }
}
