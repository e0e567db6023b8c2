/* SPDX-License-Identifier: EUPL-1.2 */
/* A stand-in for the notification daemon of a desktop: notifyd MODE FILE. Prints "ready" when it
 * has its name. Each notice is a line of FILE: "id|summary|body|actions". MODE: show; press
 * (invokes the first action of each notice); hang (answers nothing). */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static const char description[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' "
    "direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='GetServerInformation'><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>"
    "</method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>"
    "</interface></node>";

static const char *mode, *file;

static void
notify(GDBusConnection *bus, const char *path, GVariant *arguments, GDBusMethodInvocation *call)
{
    g_autofree const char **actions = NULL;
    const char *summary = NULL, *body = NULL;
    guint32 id = 0;
    FILE *out = fopen(file, "a");

    g_variant_get_child(arguments, 1, "u", &id);
    g_variant_get_child(arguments, 3, "&s", &summary);
    g_variant_get_child(arguments, 4, "&s", &body);
    g_autoptr(GVariant) list = g_variant_get_child_value(arguments, 5);
    actions = g_variant_get_strv(list, NULL);
    g_autofree char *joined = g_strjoinv(",", (char **)actions);
    fprintf(out, "%u|%s|%s|%s\n", id, summary, body, joined);
    fclose(out);
    g_dbus_method_invocation_return_value(call, g_variant_new("(u)", id));
    if (strcmp(mode, "press") == 0 && actions[0])
        g_dbus_connection_emit_signal(bus, NULL, path, "org.freedesktop.Notifications",
                                      "ActionInvoked", g_variant_new("(us)", id, actions[0]), NULL);
}

static void
on_call(GDBusConnection *bus, G_GNUC_UNUSED const char *sender, const char *path,
        G_GNUC_UNUSED const char *interface, const char *method, GVariant *arguments,
        GDBusMethodInvocation *call, G_GNUC_UNUSED void *data)
{
    static const char *const can[] = { "actions", "body", NULL };

    if (strcmp(mode, "hang") == 0)
        return; /* the caller waits */
    if (strcmp(method, "Notify") == 0)
        notify(bus, path, arguments, call);
    else if (strcmp(method, "GetCapabilities") == 0)
        g_dbus_method_invocation_return_value(call, g_variant_new("(^as)", can));
    else if (strcmp(method, "GetServerInformation") == 0)
        g_dbus_method_invocation_return_value(
            call, g_variant_new("(ssss)", "notifyd", "piket", "1", "1.2"));
    else
        g_dbus_method_invocation_return_value(call, NULL);
}

static void
on_bus(GDBusConnection *bus, G_GNUC_UNUSED const char *name, void *data)
{
    static const GDBusInterfaceVTable table = { .method_call = on_call };
    GDBusNodeInfo *node = data;

    g_dbus_connection_register_object(bus, "/org/freedesktop/Notifications", node->interfaces[0],
                                      &table, NULL, NULL, NULL);
}

static void
on_name(G_GNUC_UNUSED GDBusConnection *bus, G_GNUC_UNUSED const char *name,
        G_GNUC_UNUSED void *data)
{
    puts("ready");
    fflush(stdout);
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    mode = argv[1];
    file = argv[2];
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(description, NULL);
    g_bus_own_name(G_BUS_TYPE_SESSION, "org.freedesktop.Notifications", G_BUS_NAME_OWNER_FLAGS_NONE,
                   on_bus, on_name, NULL, node, NULL);
    g_main_loop_run(loop);
    return 0;
}
