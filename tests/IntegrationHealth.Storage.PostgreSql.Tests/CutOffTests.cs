using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Testing;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Tests;

/// <summary>A host that loses its network in the middle of a transaction.</summary>
public sealed class CutOffTests(SharedServer shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_OfAHostCutOffBeforeItsCommit_HoldsNobodyUpAndIsNotStored()
    {
        var database = await shared.CreateDatabaseAsync(Stop);
        await using var wire = Wire.To(new NpgsqlConnectionStringBuilder(database).Port);
        await using var other = await TestHost.StartAsync(database, "a");
        await using var cutOff = TestHost.Build(new NpgsqlConnectionStringBuilder(database) { Port = wire.Port, ApplicationName = "cut-off" }.ToString());
        (await WriteAsync(cutOff, 0)).Should().BeEmpty();

        wire.CutAnswers();
        var writing = WriteAsync(cutOff, 1);
        await WaitFor.ValueAsync(
            () => TestSql.ScalarAsync(database, "select count(*) from pg_stat_activity where application_name = 'cut-off' and state = 'idle in transaction'"),
            count => count is 1L, Patience, "the server to wait for the host's commit", Stop);
        var taken = await WriteAsync(other, 1).WaitAsync(Patience, Stop);
        wire.Mend();

        taken.Should().BeEmpty("the host that took over writes");
        await FluentActions.Awaiting(() => writing).Should().ThrowAsync<NpgsqlException>();
        (await WriteAsync(cutOff, 1)).Should().Equal("a");
        (await other.GetRequiredService<IHealthReader>().GetAsync(["a"], Stop)).Single().Snapshot.Version.Should().Be(2);
    }

    private static Task<IReadOnlyList<string>> WriteAsync(ServiceProvider host, long version) =>
        host.GetRequiredService<IResultStore>().WriteAsync([Samples.Check("a", version, StorageContract.Start.AddMinutes(version))], Stop).AsTask();
}
