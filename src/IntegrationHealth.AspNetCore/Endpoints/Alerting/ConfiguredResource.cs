using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using IntegrationHealth.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>One kind of thing that people configure, as its routes handle it. Rules, channels, silences, windows and policies differ only in this.</summary>
/// <typeparam name="T">The thing.</typeparam>
/// <typeparam name="TAnswer">The thing as it is answered.</typeparam>
/// <typeparam name="TList">A page of them.</typeparam>
internal abstract class ConfiguredResource<T, TAnswer, TList>
    where T : class
    where TAnswer : class
    where TList : class
{
    /// <summary>Path under the administrators' group, such as <c>alert-rules</c>.</summary>
    protected abstract string Path { get; }

    /// <summary>Name in operation ids, such as <c>AlertRule</c>.</summary>
    protected abstract string Name { get; }

    /// <summary>Several of them, such as <c>AlertRules</c>.</summary>
    protected virtual string Plural => $"{Name}s";

    /// <summary>What a person calls it, with its article.</summary>
    protected abstract string Words { get; }

    protected abstract ConfigurationKind Kind { get; }

    protected abstract JsonTypeInfo<T> BodyType { get; }

    protected abstract JsonTypeInfo<T> StoredType { get; }

    protected abstract JsonTypeInfo<TAnswer> AnswerType { get; }

    protected abstract JsonTypeInfo<TList> ListType { get; }

    protected abstract TList ListOf(IReadOnlyList<TAnswer> items, string? nextCursor);

    /// <summary>Fields that are answered and not taken; sent back, they change nothing.</summary>
    protected virtual string[] AnswerOnly => ["origin"];

    protected abstract IReadOnlyDictionary<string, Configured<T>> All(ConfiguredAlerting configured);

    protected abstract string IdOf(T value);

    protected virtual ConfigurationOrigin OriginOf(T value) => ConfigurationOrigin.Runtime;

    protected abstract TAnswer AnswerOf(Configured<T> configured);

    protected abstract IEnumerable<IntegrationValidationError> Check(T value, HttpContext http);

    /// <summary>Who would be left with a name that means nothing, were it removed; in words.</summary>
    protected virtual IEnumerable<string> UsersOf(string id, ConfiguredAlerting configured) => [];

    /// <summary>Fills in what a body may leave out, before it is read.</summary>
    protected virtual void Prepare(JsonObject body, Stored<T>? before, HttpContext http)
    {
    }

    /// <summary>The protected secret that is stored with the value.</summary>
    protected virtual string? SecretOf(JsonObject body, Stored<T>? before, HttpContext http) => null;

    /// <summary>The value as it is checked: with its secret in clear.</summary>
    protected virtual T Judged(T value, JsonObject body, Stored<T>? before, HttpContext http) => value;

    public RouteGroupBuilder Map(RouteGroupBuilder administrators, bool canChange = true)
    {
        var group = administrators.MapGroup($"/{Path}");
        group.MapGet("", (Delegate)List)
            .WithName($"List{Plural}").WithSummary($"List: {Words}, by id")
            .Produces<TList>().Produces(StatusCodes.Status304NotModified).ProducesValidationProblem();
        group.MapGet("/{id}", (Delegate)Get)
            .WithName($"Get{Name}").WithSummary($"Get {Words}")
            .Produces<TAnswer>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("", (Delegate)AddAsync).Audited($"{AuditSubject}.added").TakesBody()
            .WithName($"Add{Name}").WithSummary($"Add {Words}").Accepts<T>("application/json")
            .Produces<TAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
        if (canChange)
        {
            group.MapPut("/{id}", (Delegate)ReplaceAsync).Audited($"{AuditSubject}.changed").TakesBody()
                .WithName($"Replace{Name}").WithSummary($"Replace {Words}; what is left out gets its default").Accepts<T>("application/json")
                .Produces<TAnswer>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        }

        group.MapDelete("/{id}", (Delegate)DeleteAsync).Audited($"{AuditSubject}.removed")
            .WithName($"Delete{Name}").WithSummary($"Remove {Words}")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return group;
    }

    /// <summary>Reads and checks a body.</summary>
    public async Task<(T Value, JsonObject Body)> ReadAsync(HttpContext http, string id, Stored<T>? before)
    {
        var body = await AlertingBody.ReadAsync(http.Request);
        foreach (var field in AnswerOnly)
            body.Remove(field);
        body["id"] ??= id;
        Prepare(body, before, http);
        var read = (JsonObject)body.DeepClone();
        read.Remove("secret");
        var value = AlertingBody.Read(read, BodyType);
        if (before is not null && IdOf(value) != id)
            throw AlertingBody.Invalid("id", $"The id cannot change: it is '{id}'.");
        var errors = Check(Judged(value, body, before, http), http).ToList();
        return errors.Count == 0 ? (value, body) : throw new ProblemException(Problems.Invalid(errors));
    }

    protected static string NewId(HttpContext http) =>
        Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N");

    protected static AlertConfiguration Configuration(HttpContext http) => http.RequestServices.GetRequiredService<AlertConfiguration>();

    private string AuditSubject => char.ToLowerInvariant(Name[0]) + Name[1..];

    private JsonAnswer<TList> List([AsParameters] PageParameters _, HttpContext http)
    {
        var reader = new QueryReader(http.Request, "limit", "cursor");
        var limit = reader.Limit();
        var list = Cursor.ListOf(Path);
        var after = reader.Cursor(list, parts: 1);
        reader.ThrowIfInvalid();
        var rest = All(Configuration(http).Current).Values.OrderBy(item => IdOf(item.Value), StringComparer.Ordinal)
            .Where(item => after is null || string.CompareOrdinal(IdOf(item.Value), after[0]) > 0).Take(limit + 1).ToList();
        var next = rest.Count > limit ? Cursor.Write(list, IdOf(rest[limit - 1].Value)) : null;
        return new(ListOf([.. rest.Take(limit).Select(AnswerOf)], next), ListType);
    }

    private JsonAnswer<TAnswer> Get(string id, HttpContext http) => new(AnswerOf(Find(http, id)), AnswerType);

    private async Task<IResult> AddAsync(HttpContext http)
    {
        var (value, body) = await ReadAsync(http, NewId(http), null);
        var id = IdOf(value);
        if (All(Configuration(http).Current).ContainsKey(id)
            || !await Configuration(http).SaveAsync(Kind, id, value, StoredType, 0, SecretOf(body, null, http), http.RequestAborted))
        {
            return Problems.IdTaken([new("id", FindUnreadable(http, id) is null
                ? $"id '{id}' is taken; each id must be unique."
                : $"id '{id}' is taken by something that this host cannot read; replace it with PUT, or remove it.")]);
        }

        var answer = AnswerOf(Find(http, id));
        Note(http, id, null, answer);
        return new JsonAnswer<TAnswer>(answer, AnswerType, StatusCodes.Status201Created,
            $"{http.Request.PathBase}{http.Request.Path.Value?.TrimEnd('/')}/{Uri.EscapeDataString(id)}");
    }

    private async Task<IResult> ReplaceAsync(string id, HttpContext http)
    {
        var before = FindChangeable(http, id);
        var (value, body) = await ReadAsync(http, id, before);
        var earlier = AnswerOf(before);
        if (!await Configuration(http).SaveAsync(Kind, id, value, StoredType, before.Version, SecretOf(body, before, http), http.RequestAborted))
            return Problems.ChangedMeanwhile();
        var answer = AnswerOf(Find(http, id));
        Note(http, id, earlier, answer);
        return new JsonAnswer<TAnswer>(answer, AnswerType);
    }

    private async Task<IResult> DeleteAsync(string id, HttpContext http)
    {
        var before = FindChangeable(http, id);
        if (UsersOf(id, Configuration(http).Current).ToList() is { Count: > 0 } users)
            return Problems.InUse(users);
        if (!await Configuration(http).DeleteAsync(Kind, id, http.RequestAborted))
            return Problems.NotFoundHere();
        Note(http, id, AnswerOf(before), null);
        return TypedResults.NoContent();
    }

    private Configured<T> Find(HttpContext http, string id) =>
        All(Configuration(http).Current).TryGetValue(id, out var found) ? found : throw new ProblemException(Problems.NotFoundHere());

    private UnreadableDocument? FindUnreadable(HttpContext http, string id) =>
        Configuration(http).Unreadable.FirstOrDefault(document => document.Kind == Kind && document.Id == id);

    /// <summary>What is to be replaced or removed; what this host cannot read can be too, or nobody could ever repair it.</summary>
    private Stored<T> FindChangeable(HttpContext http, string id)
    {
        if (All(Configuration(http).Current).ContainsKey(id) || FindUnreadable(http, id) is not { } unreadable)
        {
            var found = Find(http, id);
            return OriginOf(found.Value) == ConfigurationOrigin.Runtime
                ? new Stored<T>(found.Value, found.Version, found.ProtectedSecret)
                : throw new ProblemException(Problems.Fixed(OriginOf(found.Value)));
        }

        return new Stored<T>(null, unreadable.Version, unreadable.ProtectedSecret);
    }

    private TAnswer? AnswerOf(Stored<T> stored) =>
        stored.Value is { } value ? AnswerOf(new Configured<T>(value, stored.Version, stored.ProtectedSecret)) : null;

    private void Note(HttpContext http, string id, TAnswer? before, TAnswer? after)
    {
        var note = AuditNote.Of(http);
        note.SubjectId = id;
        note.Changes = AuditChanges.Between(before, after, AnswerType);
    }
}

/// <summary>Something that is stored and to be replaced or removed.</summary>
/// <param name="Value">What it is; null when this host cannot read it.</param>
/// <param name="Version">Version of its document.</param>
/// <param name="ProtectedSecret">Its secret, protected.</param>
internal sealed record Stored<T>(T? Value, long Version, string? ProtectedSecret)
    where T : class;
