using IntegrationHealth.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>Two hosts over one database.</summary>
public sealed class RefreshLockTests(SharedServer shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_TwoHosts_HoldOneCredentialInTurnAndOthersAtOnce()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var first = TestHost.Build(database);
        await using var second = TestHost.Build(database);
        var held = await Lock(first).AcquireAsync("mail", Stop);

        var waiting = Lock(second).AcquireAsync("mail", Stop).AsTask();
        await using (await Lock(second).AcquireAsync("calendar", Stop))
            waiting.IsCompleted.Should().BeFalse("another host uses the refresh token");
        await held.DisposeAsync();

        await using var mine = await waiting;
        await FluentActions.Awaiting(async () =>
        {
            using var patience = new CancellationTokenSource();
            var third = Lock(first).AcquireAsync("mail", patience.Token).AsTask();
            await patience.CancelAsync();
            await third;
        }).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task AcquireAsync_HolderDies_TheNextGetsIt()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var first = TestHost.Build(database);
        await using var second = TestHost.Build(database);
        var held = await Lock(first).AcquireAsync("mail", Stop);
        var waiting = Lock(second).AcquireAsync("mail", Stop).AsTask();

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Stop);
        await using var kill = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())", connection);
        await kill.ExecuteNonQueryAsync(Stop);

        await using var next = await waiting;
        await held.DisposeAsync();
    }

    [Fact]
    public async Task AcquireAsync_ManyAtOnce_LeaveConnectionsForResults()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var host = TestHost.Build(database);
        var held = new List<IAsyncDisposable>();
        for (var number = 0; number < 16; number++)
            held.Add(await Lock(host).AcquireAsync($"c{number}", Stop));

        var more = Lock(host).AcquireAsync("c16", Stop).AsTask();
        more.IsCompleted.Should().BeFalse();
        await held[0].DisposeAsync();
        await held[0].DisposeAsync();

        held[0] = await more;
        foreach (var one in held)
            await one.DisposeAsync();
    }

    [Fact]
    public async Task UsePostgreSql_HostsOwnLock_Stays()
    {
        var services = new ServiceCollection().AddSingleton<ICredentialRefreshLock, OwnLock>();
        new TestHost.Builder(services).UsePostgreSql(await shared.CreateDatabaseAsync(Stop));
        await using var host = services.BuildServiceProvider();

        Lock(host).Should().BeOfType<OwnLock>();
    }

    private static ICredentialRefreshLock Lock(IServiceProvider host) => host.GetRequiredService<ICredentialRefreshLock>();

    private sealed class OwnLock : ICredentialRefreshLock
    {
        public ValueTask<IAsyncDisposable> AcquireAsync(string credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
