using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Storage.Alerting;
using IntegrationHealth.Storage.Dialects;
using IntegrationHealth.Storage.Model;
using IntegrationHealth.Storage.Sqlite.Connections;

namespace IntegrationHealth.Storage.Sqlite.Alerting;

internal sealed class SqliteAlertConfigurationStore(SqliteWriter writer, IStoreDialect dialect) : EfAlertConfigurationStore(dialect)
{
    private readonly string _insert = $"""
        insert into {writer.Settings.Tables.AlertConfiguration} (kind, id, json, secret, version) values (?, ?, ?, ?, 1) on conflict do nothing
        """;

    private readonly string _update = $"""
        update {writer.Settings.Tables.AlertConfiguration} set json = ?, secret = ?, version = version + 1 where kind = ? and id = ? and version = ?
        """;

    private readonly string _delete = $"delete from {writer.Settings.Tables.AlertConfiguration} where kind = ? and id = ?";

    private readonly string _revise = FormattableString.Invariant($$"""
        insert into {{writer.Settings.Tables.AlertConfiguration}} (kind, id, json, version)
        values ({{(int)ConfigurationKind.Installation}}, '{{AlertConfigurationRow.RevisionId}}', '{}', 1)
        on conflict (kind, id) do update set version = version + 1
        """);

    public override Task<bool> PutAsync(ConfigurationDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return writer.WriteAsync(document, Put, cancellationToken).AsTask();
    }

    public override Task<bool> DeleteAsync(ConfigurationKind kind, string id, CancellationToken cancellationToken) =>
        writer.WriteAsync((kind, id), (session, key) =>
            Revise(session, session.Prepare(_delete).Bind((int)key.kind).Bind(key.id).Execute()), cancellationToken).AsTask();

    private bool Put(SqliteSession session, ConfigurationDocument document) => Revise(session, document.Version == 0
        ? session.Prepare(_insert).Bind((int)document.Kind).Bind(document.Id).Bind(document.Json).Bind(document.Secret).Execute()
        : session.Prepare(_update).Bind(document.Json).Bind(document.Secret).Bind((int)document.Kind).Bind(document.Id).Bind(document.Version).Execute());

    private bool Revise(SqliteSession session, int changed)
    {
        if (changed == 0)
            return false;
        session.Prepare(_revise).Execute();
        return true;
    }
}
