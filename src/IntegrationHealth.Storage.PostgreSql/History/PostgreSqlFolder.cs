using System.Data;
using IntegrationHealth.History;
using IntegrationHealth.Storage.History;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.PostgreSql.Connections;
using IntegrationHealth.Storage.PostgreSql.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.History;

/// <summary>Folds closed hours into days and months. It locks nothing that a writer of results needs.</summary>
internal sealed class PostgreSqlFolder(PostgreSqlTables tables, ILogger logger)
{
    private const int FoldAttempts = 5;

    private readonly RollupSql _sql = new(tables, " + interval '24 hours'");
    private readonly string _mark = $"select at from {tables.Progress} where name = $1";

    private readonly string _days =
        $"select distinct date_trunc('day', hour, 'UTC') from {tables.Hours} where hour < $1 order by 1";

    /// <returns>The first day that is not folded.</returns>
    public async Task<DateTimeOffset> FoldAsync(NpgsqlConnection connection, HistoryBounds bounds, CancellationToken cancellationToken)
    {
        var open = FoldPlan.FirstOpenDay(bounds.Now);
        var days = await DaysToFoldAsync(connection, open, cancellationToken);
        foreach (var day in days)
            await FoldAsync(connection, _sql.FoldDay, day, day.AddDays(1), cancellationToken);
        foreach (var month in FoldPlan.MonthsOf(days, open))
            await FoldAsync(connection, _sql.FoldMonth, month, month.AddMonths(1), cancellationToken);
        if (!await FoldLateAsync(connection, bounds, open, cancellationToken))
        {
            // The late days are remembered still, so the next run folds them; those that were folded above are to be read all the same.
            Log.LateDaysLeft(logger, FoldAttempts);
            await MarkAsync(connection, open, cancellationToken);
        }

        return open;
    }

    /// <returns>False when results of late days came in between each time.</returns>
    private async Task<bool> FoldLateAsync(NpgsqlConnection connection, HistoryBounds bounds, DateTimeOffset open, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < FoldAttempts; attempt++)
        {
            if (await TryFoldLateAsync(connection, bounds, open, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>
    /// In one view of the data: a day that becomes late meanwhile is not forgotten, and is folded by the next run. Hours and days go by whole months, so the month
    /// of the bound is still there.
    /// </summary>
    /// <returns>False when a result of a late day came in between: then it is to be done again.</returns>
    private async Task<bool> TryFoldLateAsync(NpgsqlConnection connection, HistoryBounds bounds, DateTimeOffset open, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        try
        {
            await RunAsync(connection, _sql.FoldLateDays, cancellationToken, Time(Periods.MonthOf(bounds.Hours)), Time(open));
            await RunAsync(connection, _sql.FoldLateMonths, cancellationToken, Time(Periods.MonthOf(bounds.Days)), Time(Periods.MonthOf(open)));
            await RunAsync(connection, _sql.ForgetLateDays, cancellationToken, Time(open));
            await MarkAsync(connection, open, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.SerializationFailure)
        {
            return false;
        }
    }

    private Task MarkAsync(NpgsqlConnection connection, DateTimeOffset open, CancellationToken cancellationToken) =>
        RunAsync(connection, _sql.SetProgress, cancellationToken, new NpgsqlParameter<string> { TypedValue = ProgressRow.DaysFolded }, Time(open));

    /// <summary>
    /// Without a mark, all closed days that have hours. A mark in the future was set while the clock was wrong: there is nothing to fold, and
    /// setting it anew has later days read from their hours again.
    /// </summary>
    private async Task<IReadOnlyList<DateTimeOffset>> DaysToFoldAsync(
        NpgsqlConnection connection, DateTimeOffset open, CancellationToken cancellationToken)
    {
        await using (var command = Command(connection, _mark, new NpgsqlParameter<string> { TypedValue = ProgressRow.DaysFolded }))
        {
            if (await command.ExecuteScalarAsync(cancellationToken) is DateTime mark)
                return FoldPlan.DaysBetween(new DateTimeOffset(mark), open);
        }

        var days = new List<DateTimeOffset>();
        await using var list = Command(connection, _days, Time(open));
        await using var reader = await list.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            days.Add(new DateTimeOffset(reader.GetDateTime(0)));
        return days;
    }

    private static Task FoldAsync(
        NpgsqlConnection connection, string sql, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RunAsync(connection, sql, cancellationToken, Time(from), Time(to),
            new NpgsqlParameter<long> { TypedValue = 0 }, new NpgsqlParameter<long> { TypedValue = long.MaxValue });

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset at) => new() { TypedValue = StoredTime.Of(at) };

    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // Names were checked to be letters, digits and underscores.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return command;
    }
}
