package ops

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

func backup(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	to := f.Arg(0)
	if to == "" {
		return fmt.Errorf("请写明备份到哪个空目录")
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	var blobs fs.FS
	if s.Store.Dialect() == sqldb.SQLite {
		blobs = os.DirFS(filepath.Join(f.cfg.Data, "blobs"))
	}
	m, err := s.Store.Backup(ctx, s.Desk.Now(), to, blobs)
	if err == nil {
		fmt.Fprintf(e.Out, "已备份到 %s：日志到第%d条，%d个文件。\n主密钥不在备份里，请另外保管：%s\n", to, m.Head, len(m.Files), f.keyFile())
	}
	return closing(ctx, s, err)
}

func (f *flags) keyFile() string {
	if f.cfg.KeyFile != "" {
		return f.cfg.KeyFile
	}
	return filepath.Join(f.cfg.Data, "keys", "master.key")
}

func restore(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	from := f.Arg(0)
	if from == "" {
		return fmt.Errorf("请写明从哪个备份目录恢复")
	}
	where := f.cfg.Database
	if where == "" {
		where = f.cfg.Data
	}
	m, err := store.Restore(ctx, from, where, filepath.Join(f.cfg.Data, "blobs"))
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Out, "已恢复：日志到第%d条。请把保管的主密钥放回 %s，再用 huiyin check 核对。\n", m.Head, f.keyFile())
	return nil
}
