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

    /// <summary>Fills in what a body may leave out, before it is read.</summary>
    protected virtual void Prepare(JsonObject body, Configured<T>? before, HttpContext http)
    {
    }

    /// <summary>The protected secret that is stored with the value.</summary>
    protected virtual string? SecretOf(JsonObject body, Configured<T>? before, HttpContext http) => null;

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
    public async Task<(T Value, JsonObject Body)> ReadAsync(HttpContext http, string id, Configured<T>? before)
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
        var errors = Check(value, http).ToList();
        return errors.Count == 0 ? (value, body) : throw new ProblemException(Problems.Invalid(errors));
    }

    protected static string NewId(HttpContext http) =>
        Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N");

    protected static AlertConfiguration Configuration(HttpContext http) => http.RequestServices.GetRequiredService<AlertConfiguration>();

    private string AuditSubject => char.ToLowerInvariant(Name[0]) + Name[1..];

    private JsonAnswer<TList> List(HttpContext http)
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
            return Problems.IdTaken([new("id", $"id '{id}' is taken; each id must be unique.")]);
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
        if (!await Configuration(http).SaveAsync(Kind, id, value, StoredType, before.Version, SecretOf(body, before, http), http.RequestAborted))
            return Problems.ChangedMeanwhile();
        var answer = AnswerOf(Find(http, id));
        Note(http, id, AnswerOf(before), answer);
        return new JsonAnswer<TAnswer>(answer, AnswerType);
    }

    private async Task<IResult> DeleteAsync(string id, HttpContext http)
    {
        var before = FindChangeable(http, id);
        if (!await Configuration(http).DeleteAsync(Kind, id, http.RequestAborted))
            return Problems.NotFoundHere();
        Note(http, id, AnswerOf(before), null);
        return TypedResults.NoContent();
    }

    private Configured<T> Find(HttpContext http, string id) =>
        All(Configuration(http).Current).TryGetValue(id, out var found) ? found : throw new ProblemException(Problems.NotFoundHere());

    private Configured<T> FindChangeable(HttpContext http, string id) => Find(http, id) is var found && OriginOf(found.Value) == ConfigurationOrigin.Runtime
        ? found
        : throw new ProblemException(Problems.Fixed(OriginOf(Find(http, id).Value)));

    private void Note(HttpContext http, string id, TAnswer? before, TAnswer? after)
    {
        var note = AuditNote.Of(http);
        note.SubjectId = id;
        note.Changes = AuditChanges.Between(before, after, AnswerType);
    }
}
